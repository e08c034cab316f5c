import ArgumentParser
import Catalog
import Policy

/// `carbonwall catalog show RUNTIME`: everything that is known of one runtime.
struct CatalogShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show everything that is known of a runtime.",
        usage: "carbonwall catalog show RUNTIME [--format text|json] [--rules DIR]",
        discussion: """
            Every port with all its fields. Where the vendor's page says something \
            else than the product does, both are shown.

            What opens port 9611, and what moves it?
              carbonwall catalog show apim
            For a program:
              carbonwall catalog show si --format json
            """
    )

    @Argument(help: ArgumentHelp("Its name in the catalog.", valueName: "runtime"), transform: { try CatalogName($0) })
    var name: CatalogName

    @OptionGroup var report: ReportOptions

    @OptionGroup var rules: CatalogOptions

    func run() throws {
        let catalog = try rules.catalog()
        guard let runtime = catalog.runtime(name.text) else {
            let hint = suggestion(for: name.text, in: catalog.runtimes.map(\.id))
            throw CommandFailure.usage("the catalog has no runtime \(name.text.quotedForMessage)", hint: hint)
        }
        try report.write(text: runtime.json.outline, json: runtime.json)
    }
}
