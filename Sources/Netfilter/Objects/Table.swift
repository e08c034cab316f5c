import CNetfilter

/// The name of a table, which only its family makes unique: `inet example`.
public struct TableName: Hashable, Sendable, CustomStringConvertible {
    /// Which packets the table sees.
    public var family: Family
    /// Its name, up to 255 bytes.
    public var name: String

    /// The name `family name`.
    public init(_ family: Family, _ name: String) {
        self.family = family
        self.name = name
    }

    /// As nft writes it: `inet example`.
    public var description: String { "\(family) \(name)" }
}

/// A table: a name space for chains, sets and counters, which go when it goes.
///
/// nft: `table inet example { comment "…"; flags dormant; }`.
public struct Table: Hashable, Sendable {
    /// Its family and its name.
    public var name: TableName
    /// What it is for, up to 128 bytes.
    public var comment: String?
    /// Whether its base chains are out of force: an O(1) way to switch a whole table off and on.
    public var isDormant: Bool
    /// The netlink port of the process that alone may change it (`flags owner`); nil for a table that everybody may change.
    ///
    /// It is mostly that process's number. Only a table that was read has one: it goes with the socket that made it.
    public internal(set) var owner: UInt32?

    /// A table, in force unless it `isDormant`.
    public init(_ name: TableName, comment: String? = nil, isDormant: Bool = false) {
        self.name = name
        self.comment = comment
        self.isDormant = isDormant
    }
}
