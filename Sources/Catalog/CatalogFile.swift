/// A file of the catalog, read already.
public struct CatalogFile: Hashable, Sendable {
    /// Its name for messages: `rules/apim.yaml`.
    public let name: String
    /// What it holds.
    public let bytes: [UInt8]

    /// The file `name` with the content `bytes`.
    public init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }
}
