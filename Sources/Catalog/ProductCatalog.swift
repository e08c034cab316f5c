/// Every runtime that is known, in the order of their names.
public struct ProductCatalog: Hashable, Sendable {
    /// Every runtime, by id.
    public let runtimes: [Runtime]

    package init(runtimes: [Runtime]) {
        self.runtimes = runtimes.sorted { $0.id < $1.id }
    }

    /// The runtime called `id`.
    public func runtime(_ id: String) -> Runtime? {
        runtimes.first { $0.id == id }
    }
}
