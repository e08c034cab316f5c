import Catalog
import Emitters
import Policy
import RulesEngine

/// The ports of a host in the forms that `ports` shows.
struct PortReport {
    private let ports: [ResolvedPort]
    /// What the reader has to know besides.
    let notes: [String]

    /// The ports of `host`, and `notes` besides.
    init(_ host: ResolvedHost, notes: [String]) {
        ports = host.ports
        self.notes = notes
    }

    /// Columns for a terminal, and the notes below.
    var table: String {
        let header = ["PORT", "DIR", "RUNTIME", "ID", "AUDIENCES", "BASE", "DESCRIPTION"]
        let table = TextTable(header: header, rows: ports.map(\.briefRow)).text
        return table + notes.map(Self.wrapped).joined()
    }

    private static func wrapped(_ note: String) -> String {
        let lines = note.printable.wrapped(to: Terminal.output.width - 6)
        let label = Terminal.output.styled("note:", .cyan) + " "
        return lines.enumerated().map { ($0 == 0 ? label : "      ") + $1 + "\n" }.joined()
    }

    /// A table of all fields, and the notes as a list below.
    var markdown: String {
        let table = MarkdownTable(header: ResolvedPort.fieldNames, rows: ports.map(\.fields)).text
        return table + notes.map { "\n- \($0.escapedForMarkdown)" }.joined() + (notes.isEmpty ? "" : "\n")
    }

    /// All fields, in the order of the JSON members.
    var csv: String {
        CSVTable(header: ResolvedPort.fieldNames, rows: ports.map(\.fields)).text
    }

    /// An array of objects.
    var json: String {
        JSONValue.array(ports.map(\.json)).document
    }
}

extension ResolvedPort {
    fileprivate static let fieldNames = [
        "runtime", "id", "port", "transport", "protocol", "audiences", "direction", "basis", "base", "offset", "key",
        "description",
    ]

    fileprivate var fields: [String] {
        [
            service.runtime, service.id, "\(service.ports)", service.transport.rawValue, definition.applicationProtocol,
            audienceNames.joined(separator: " "), definition.direction.rawValue, definition.basis.rawValue,
            "\(service.base)", "\(service.offset)", definition.configurationKey ?? "", service.summary,
        ]
    }

    fileprivate var briefRow: [String] {
        [
            "\(target)", definition.direction == .inbound ? "in" : "out", service.runtime, service.id,
            audienceNames.joined(separator: ", "), service.arithmetic, service.summary,
        ]
    }

    fileprivate var json: JSONValue {
        var members: [(String, JSONValue?)] = [
            ("runtime", .string(service.runtime)),
            ("id", .string(service.id)),
            ("port", .integer(Int(service.ports.lower))),
            ("endPort", service.ports.isSingle ? nil : .integer(Int(service.ports.upper))),
            ("transport", .string(service.transport.rawValue)),
            ("protocol", .string(definition.applicationProtocol)),
            ("audiences", .strings(audienceNames)),
            ("direction", .string(definition.direction.rawValue)),
        ]
        members += [
            ("basis", .string(definition.basis.rawValue)),
            ("base", .integer(Int(service.base.lower))),
            ("offset", .integer(service.offset)),
            ("key", definition.configurationKey.map(JSONValue.string)),
            ("description", .string(service.summary)),
        ]
        return .object(members)
    }

    private var audienceNames: [String] { service.audiences.map(\.rawValue) }
}
