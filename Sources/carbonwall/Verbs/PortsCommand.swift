import ArgumentParser
import Policy
import RulesEngine

/// `carbonwall ports`: the resolved port table.
struct PortsCommand: SelectingCommand {
    /// How the table is shown.
    enum Format: String, CaseIterable {
        case table
        case json
        case csv
        case markdown
    }

    static let configuration = CommandConfiguration(
        commandName: "ports",
        abstract: "Show every port that the selected runtimes open or connect to.",
        usage: "carbonwall ports [SELECTION] [--format table|json|csv|markdown]",
        discussion: """
            Each port with its offset, who may reach it, and what it is for, and the \
            ways in (ssh, keep) that no runtime has. Ports \
            that a runtime chooses at random are notes below the table (json and \
            csv: on standard error), never rules. Without a selection these are the \
            ports of the policy in force.

            A well-known-address cluster node at offset 1:
              carbonwall ports --runtime apim:1 --clustering wka
            Two runtimes on one host, for a spreadsheet:
              carbonwall ports --runtime apim --runtime si:10 --format csv
            Only what the vendor's page says:
              carbonwall ports --runtime apim --basis documented

            json is an array by port, transport and runtime, of objects with \
            runtime, id, port, transport, protocol, audiences, direction, basis, \
            base, offset and description; with key where a configuration key moves \
            or closes the port, and with endPort where it is a range. base is the \
            port before the offset; offset is what was added to it, 0 for a port \
            that doesn't follow the runtime's. sources are the addresses of its \
            audiences; listens says whether the product opens the port. Of a way in, \
            runtime and listens are null; of an IP protocol port and transport are, \
            and protocol is its name.
            """
    )

    @Option(
        help: ArgumentHelp("How to show it (default: table).", valueName: "table|json|csv|markdown"),
        completion: .list(Format.allCases.map(\.rawValue)),
        transform: { try Choice.parse($0) }
    )
    var format: Format?

    #if os(Linux)
    @OptionGroup var state: StateOptions
    #endif

    @OptionGroup var notes: NoteOptions

    @OptionGroup(title: "Selection") var selection: SelectionOptions

    func run() throws {
        let host = try selected { try $0.host() }
        let report = PortReport(host, notes: notes.heard(host.policy.notes))
        switch format ?? .table {
        case .table: try Console.write(report.table)
        case .markdown: try Console.write(report.markdown)
        case .json:
            try Console.write(report.json)
            Console.report(notes: report.notes)
        case .csv:
            try Console.write(report.csv)
            Console.report(notes: report.notes)
        }
    }
}
