import ArgumentParser
import Catalog
import Emitters

/// `carbonwall catalog list`: every runtime.
struct CatalogListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the runtimes that can be selected.",
        usage: "carbonwall catalog list [--format text|json] [--rules DIR]",
        discussion: """
            Each with its default port offset, its roles and its clustering modes; \
            the first role and the first mode are the defaults.

            Names for --runtime, --role and --clustering:
              carbonwall catalog list
            """
    )

    @OptionGroup var report: ReportOptions

    @OptionGroup var rules: CatalogOptions

    func run() throws {
        let runtimes = try rules.catalog().runtimes
        let header = ["NAME", "OFFSET", "TITLE", "ROLES", "CLUSTERING"]
        let table = TextTable(header: header, rows: runtimes.map(\.row))
        try report.write(text: table.text, json: .array(runtimes.map(\.summary)))
    }
}

extension Runtime {
    fileprivate var row: [String] {
        let roles = roles.map(\.id).joined(separator: " ")
        let modes = clusteringModes.map(\.id).joined(separator: " ")
        return [id, "\(defaultOffset)", title, roles.isEmpty ? "-" : roles, modes.isEmpty ? "-" : modes]
    }

    /// What `list` shows of it.
    fileprivate var summary: JSONValue {
        .object([
            ("name", .string(id)),
            ("title", .string(title)),
            ("offset", .integer(defaultOffset)),
            ("roles", .strings(roles.map(\.id))),
            ("clustering", .strings(clusteringModes.map(\.id))),
        ])
    }
}
