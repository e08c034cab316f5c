import ArgumentParser
import Catalog
import Policy
import SystemPackage

/// Which catalog counts.
struct CatalogOptions: ParsableArguments {
    @Option(
        name: .customLong("rules"),
        help: ArgumentHelp("Add the products in the *.yaml of this folder to the known ones.", valueName: "dir"),
        completion: .directory,
        transform: { try FilePath(argument: $0) }
    )
    var added: FilePath?

    @Option(
        name: .customLong("only-rules"),
        help: ArgumentHelp("Know the products in the *.yaml of this folder alone.", valueName: "dir"),
        completion: .directory,
        transform: { try FilePath(argument: $0) }
    )
    var only: FilePath?

    /// Whether another catalog than the built-in one was asked for.
    var isGiven: Bool { added != nil || only != nil }

    /// The catalog that was asked for; of the built-in one only `names` where the rest won't be looked at.
    ///
    /// - Throws: What can't be read, or every finding in what can.
    func catalog(only names: Set<String>? = nil) throws(CommandFailure) -> ProductCatalog {
        if added != nil, only != nil {
            throw .usage("--rules and --only-rules exclude each other", hint: "put the files into one folder")
        }
        if let folder = added ?? only { return try CatalogFolder.catalog(in: folder, addsToBuiltIn: only == nil) }
        return try CommandFailure.catching { () throws(InvalidInput) in
            guard let names else { return try ProductCatalog.builtIn() }
            return try ProductCatalog.builtIn(only: names)
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
