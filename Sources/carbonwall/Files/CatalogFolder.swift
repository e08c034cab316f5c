import Catalog
import Policy
import SystemPackage

/// A folder of catalog files.
enum CatalogFolder {
    /// The catalog in `folder`.
    ///
    /// - Throws: What can't be read, or every finding in what can.
    static func catalog(in folder: FilePath) throws(CommandFailure) -> ProductCatalog {
        let files = try files(in: folder)
        do {
            return try ProductCatalog.load(files)
        } catch {
            throw .invalid(error)
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
