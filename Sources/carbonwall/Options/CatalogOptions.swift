import ArgumentParser
import Catalog
import Policy
import SystemPackage

/// Which catalog counts.
struct CatalogOptions: ParsableArguments {
    @Option(
        name: .customLong("rules"),
        help: ArgumentHelp(
            "Read the catalog from the *.yaml of this folder instead of the built-in one.",
            valueName: "dir"
        ),
        completion: .directory,
        transform: { try FilePath(argument: $0) }
    )
    var folder: FilePath?

    /// The catalog that was asked for; of the built-in one only `names` where the rest won't be looked at.
    ///
    /// - Throws: What can't be read, or every finding in what can.
    func catalog(only names: Set<String>? = nil) throws(CommandFailure) -> ProductCatalog {
        if let folder { return try CatalogFolder.catalog(in: folder) }
        do {
            guard let names else { return try ProductCatalog.builtIn() }
            return try ProductCatalog.builtIn(only: names)
        } catch {
            throw .invalid(error)
        }
    }
}

extension FilePath {
    /// The path `text`.
    ///
    /// - Throws: `UnusableValue` where it is empty.
    init(argument text: some StringProtocol) throws(UnusableValue) {
        guard !text.isEmpty else { throw UnusableValue("a name is missing") }
        self.init(String(text))
    }
}
