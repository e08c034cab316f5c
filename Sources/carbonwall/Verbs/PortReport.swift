import Catalog
import Emitters
import Policy
import RulesEngine

/// The ports and ways in of a host in the forms that `ports` shows.
struct PortReport {
    private let rows: [PortRow]
    /// What the reader has to know besides.
    let notes: [String]

    /// The ports of `host` and its ways in, and `notes` besides.
    init(_ host: ResolvedHost, notes: [String]) {
        let ways = host.policy.guards.map { PortRow($0, from: host.policy.addresses(of: $0)) }
        rows = (ways + host.ports.map { PortRow($0, in: host.policy) }).sorted { $0.order < $1.order }
        self.notes = notes
    }

    /// Columns for a terminal, and the notes below.
    var table: String {
        let header = ["PORT", "DIR", "RUNTIME", "ID", "AUDIENCES", "BASE", "DESCRIPTION"]
        let table = TextTable(header: header, rows: rows.map(\.brief)).text
        return table + notes.map(Self.wrapped).joined()
    }

    private static func wrapped(_ note: String) -> String {
        let lines = note.printable.wrapped(to: Terminal.output.width - 6)
        let label = Terminal.output.styled("note:", .cyan) + " "
        return lines.enumerated().map { ($0 == 0 ? label : "      ") + $1 + "\n" }.joined()
    }

    /// A table of all fields, and the notes as a list below.
    var markdown: String {
        let table = MarkdownTable(header: PortRow.fieldNames, rows: rows.map(\.fields)).text
        return table + notes.map { "\n- \($0.escapedForMarkdown)" }.joined() + (notes.isEmpty ? "" : "\n")
    }

    /// All fields, in the order of the JSON members.
    var csv: String {
        CSVTable(header: PortRow.fieldNames, rows: rows.map(\.fields)).text
    }

    /// An array of objects.
    var json: String {
        JSONValue.array(rows.map(\.json)).document
    }
}

/// A row of the port table: a runtime's port, or a way in.
private struct PortRow {
    static let fieldNames = [
        "runtime", "id", "port", "transport", "protocol", "audiences", "direction", "basis", "base", "offset", "key",
        "description",
    ]

    /// By port, transport, runtime; what has none of these comes first.
    let order: (Int, Int, String, String, String)
    /// The cells of the table.
    let brief: [String]
    /// The cells of Markdown and CSV.
    let fields: [String]
    let json: JSONValue
}

extension PortRow {
    fileprivate init(_ port: ResolvedPort, in policy: HostPolicy) {
        let service = port.service
        order = (
            Int(service.ports.lower), Int(service.ports.upper), service.transport.rawValue, service.runtime, service.id
        )
        brief = port.briefRow
        fields = port.fields
        json = port.json(sources: AddressSet(unionOf: service.audiences.map(policy.addresses(of:))))
    }

    fileprivate init(_ way: AdministratorGuard, from addresses: AddressSet) {
        let (ports, transport) = (way.allowed.ports, way.allowed.transport)
        order = (
            ports.map { Int($0.lower) } ?? 0, ports.map { Int($0.upper) } ?? 0, transport?.rawValue ?? "", "",
            "\(way.allowed)"
        )
        let audiences = way.addresses == nil ? [Audience.admins.rawValue] : []
        let whom = way.addresses?.summary ?? audiences.joined()
        let spoken = way.allowed.ipProtocol.map { "\($0)" } ?? way.kind.protocolName
        let description = way.kind == .ssh ? "SSH, the administrator's way in" : "a way in that --keep names"
        let direction = PortDefinition.Direction.inbound.rawValue
        brief = ["\(way.allowed)", "in", "-", way.kind.rawValue, whom, "-", description]
        fields = [
            "", way.kind.rawValue, ports.map { "\($0)" } ?? "", transport?.rawValue ?? "", spoken ?? "",
            audiences.joined(), direction, "", "", "", "", "\(description), from \(whom)",
        ]
        json = .object([
            ("runtime", .null),
            ("id", .string(way.kind.rawValue)),
            ("port", ports.map { .integer(Int($0.lower)) } ?? .null),
            ("endPort", ports.flatMap { $0.isSingle ? nil : .integer(Int($0.upper)) }),
            ("transport", transport.map { .string($0.rawValue) } ?? .null),
            ("protocol", spoken.map(JSONValue.string) ?? .null),
            ("audiences", .strings(audiences)),
            ("sources", .strings(addresses.blockTexts)),
            ("direction", .string(direction)),
            ("listens", .null),
            ("description", .string(description)),
        ])
    }
}

extension AdministratorGuard.Kind {
    /// The protocol behind the port, if that is known.
    fileprivate var protocolName: String? { self == .ssh ? "ssh" : nil }
}

extension AddressSet {
    /// Its blocks, as options take them.
    var blockTexts: [String] { (v4Blocks + v6Blocks).map(\.description) }
}

extension ResolvedPort {
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

    fileprivate func json(sources: AddressSet) -> JSONValue {
        var members: [(String, JSONValue?)] = [
            ("runtime", .string(service.runtime)),
            ("id", .string(service.id)),
            ("port", .integer(Int(service.ports.lower))),
            ("endPort", service.ports.isSingle ? nil : .integer(Int(service.ports.upper))),
            ("transport", .string(service.transport.rawValue)),
            ("protocol", .string(definition.applicationProtocol)),
            ("audiences", .strings(audienceNames)),
            ("sources", .strings(sources.blockTexts)),
            ("direction", .string(definition.direction.rawValue)),
        ]
        members += [
            ("listens", .boolean(definition.basis != .documented)),
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
