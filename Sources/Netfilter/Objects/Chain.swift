/// The name of a chain with its table: `inet example input`.
public struct ChainName: Hashable, Sendable, CustomStringConvertible {
    /// The table that it belongs to.
    public var table: TableName
    /// Its name, up to 255 bytes.
    public var name: String

    /// The chain `name` of `table`.
    public init(_ table: TableName, _ name: String) {
        self.table = table
        self.name = name
    }

    /// As nft writes it: `inet example input`.
    public var description: String { "\(table) \(name)" }
}

/// A chain: rules in an order, of which the first that gives a verdict decides.
///
/// nft: `chain input { comment "…"; type filter hook input priority -5; policy drop; }`.
public struct Chain: Hashable, Sendable {
    /// Its table and its name.
    public var name: ChainName
    /// Where the kernel calls it; nil for a regular chain, which others jump to.
    public var base: BaseChain?
    /// What it is for, up to 128 bytes.
    public var comment: String?

    /// A regular chain, or a base chain.
    public init(_ name: ChainName, base: BaseChain? = nil, comment: String? = nil) {
        self.name = name
        self.base = base
        self.comment = comment
    }
}
