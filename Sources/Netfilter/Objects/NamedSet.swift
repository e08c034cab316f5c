/// A set with a name, whose elements come and go while the rules that look into it stay.
///
/// nft: `set services { type inet_proto . inet_service; flags interval; counter; size 65536; comment "…"; }`.
public struct NamedSet: Hashable, Sendable {
    /// Its table and its name.
    public var name: ObjectName
    /// What its elements are.
    public var key: SetKey
    /// Whether elements may be ranges: `flags interval`.
    public var isInterval: Bool
    /// Whether each element counts the packets that find it: `counter`.
    public var isCounting: Bool
    /// How many elements it can ever have: `size 65536`; nil for as many as come.
    ///
    /// The kernel loads a large set whose size it knows three times as fast, where it has no intervals.
    public var capacity: UInt32?
    /// What it is for, up to 128 bytes.
    public var comment: String?

    /// A set without elements.
    public init(
        _ name: ObjectName,
        key: SetKey,
        isInterval: Bool = false,
        isCounting: Bool = false,
        capacity: UInt32? = nil,
        comment: String? = nil
    ) {
        self.name = name
        self.key = key
        self.isInterval = isInterval
        self.isCounting = isCounting
        self.capacity = capacity
        self.comment = comment
    }
}

/// A set without a name of its own, which belongs to the rule that looks into it and never changes.
///
/// nft: `{ 22, 80-90 }`.
public struct AnonymousSet: Hashable, Sendable {
    /// What its elements are.
    public let key: SetKey
    /// What is in it, in ascending order, so that equal sets are equal values.
    public let elements: [SetElement]

    /// The set of `elements`.
    public init(key: SetKey, elements: [SetElement]) {
        self.key = key
        self.elements = elements.sorted()
    }

    /// Whether an element is a range.
    var isInterval: Bool { elements.contains { $0.upper != nil } }
}
