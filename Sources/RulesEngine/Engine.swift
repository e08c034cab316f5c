public import Catalog
public import Policy

/// Turns selections into ports and host policies by what the catalog says. Pure: no files, no clock, no kernel.
public struct Engine: Sendable {
    public let catalog: ProductCatalog

    /// An engine that knows the runtimes of `catalog`.
    public init(catalog: ProductCatalog) {
        self.catalog = catalog
    }

    /// The ports and the policy of one host.
    ///
    /// - Throws: Every reason why `selection` can't be used: unknown names, offsets out of range, collisions.
    public func resolve(_ selection: Selection) throws(InvalidInput) -> ResolvedHost {
        throw InvalidInput([])
    }
}
