import Catalog
import Policy
import SystemPackage

/// A folder of catalog files.
enum CatalogFolder {
    /// The catalog in `folder`, alone or with the built-in one.
    ///
    /// - Throws: What can't be read, or every finding in what can.
    static func catalog(in folder: FilePath, addsToBuiltIn: Bool) throws(CommandFailure) -> ProductCatalog {
        let files = try files(in: folder)
        return try CommandFailure.catching { () throws(InvalidInput) in
            try addsToBuiltIn ? ProductCatalog.builtIn(adding: files) : ProductCatalog.load(files)
        }
    }

    /// What the catalog file, or those of the folder, at `path` describe; each is read beside the built-in ones, whose roles it
    /// may name.
    ///
    /// - Throws: The same.
    static func runtimes(at path: FilePath) throws(CommandFailure) -> [Runtime] {
        let isFolder = (try? Folder.names(in: path)) != nil
        let files =
            isFolder ? try files(in: path) : [CatalogFile(name: path.string, bytes: try InputFile.bytes(of: path))]
        return try CommandFailure.catching { () throws(InvalidInput) in
            let names = Set(files.map(\.name))
            return try ProductCatalog.builtIn(adding: files).runtimes.filter { names.contains($0.location.file) }
        }
    }

    /// Every `*.yaml` of `folder`, by name.
    private static func files(in folder: FilePath) throws(CommandFailure) -> [CatalogFile] {
        let names = try InputFile.names(in: folder).filter { $0.hasSuffix(".yaml") }
        guard !names.isEmpty else { throw .data("no *.yaml in folder \(folder.string.quotedForMessage)") }
        var files: [CatalogFile] = []
        for name in names {
            let path = folder.appending(name)
            files.append(CatalogFile(name: path.string, bytes: try InputFile.bytes(of: path)))
        }
        return files
    }
}
