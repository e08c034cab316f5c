/// Packets and bytes so far.
public struct CounterValue: Hashable, Sendable {
    /// How many packets.
    public var packets: UInt64
    /// How many bytes they had, IP headers included.
    public var bytes: UInt64

    /// A count; nothing yet unless told.
    public init(packets: UInt64 = 0, bytes: UInt64 = 0) {
        self.packets = packets
        self.bytes = bytes
    }
}

/// The name of a counter, a set or another object with its table: `inet example dropped`.
public struct ObjectName: Hashable, Sendable, CustomStringConvertible {
    /// The table that it belongs to.
    public var table: TableName
    /// Its name, up to 255 bytes.
    public var name: String

    /// The object `name` of `table`.
    public init(_ table: TableName, _ name: String) {
        self.table = table
        self.name = name
    }

    /// As nft writes it: `inet example dropped`.
    public var description: String { "\(table) \(name)" }
}

/// A counter with a name, which keeps its numbers while the rules around it are replaced.
///
/// nft: `counter dropped { comment "…"; packets 0 bytes 0 }`.
public struct Counter: Hashable, Sendable {
    /// Its table and its name.
    public var name: ObjectName
    /// What it starts from, or has reached.
    public var value: CounterValue
    /// What it is for, up to 128 bytes.
    public var comment: String?

    /// A counter that starts from `value`.
    public init(_ name: ObjectName, value: CounterValue = CounterValue(), comment: String? = nil) {
        self.name = name
        self.value = value
        self.comment = comment
    }
}
