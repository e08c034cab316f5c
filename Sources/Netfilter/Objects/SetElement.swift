/// An element of a set: a key, or every key from one to another.
///
/// nft: `tcp . 9443 counter packets 0 bytes 0 comment "…"`. Literals are elements of one field: `22`, `"eth0"`.
public struct SetElement: Hashable, Sendable {
    /// The key, a value for each field of the set.
    public var key: [FieldValue]
    /// The last key of a range, which belongs to it; nil for a single one.
    ///
    /// In a concatenation each field is a range of its own.
    public var upper: [FieldValue]?
    /// Packets that found it, where the set counts.
    public var counter: CounterValue?
    /// What it is for, up to 128 bytes.
    public var comment: String?

    /// The key of these fields.
    public init(_ key: FieldValue..., counter: CounterValue? = nil, comment: String? = nil) {
        self.init(key: key, upper: nil, counter: counter, comment: comment)
    }

    /// Every key from `key` to `upper`, or a single one where they're the same.
    public init(key: [FieldValue], upper: [FieldValue]?, counter: CounterValue? = nil, comment: String? = nil) {
        self.key = key
        self.upper = upper == key ? nil : upper
        self.counter = counter
        self.comment = comment
    }

    /// Every value from `lower` to `upper`, of a set with one field.
    ///
    /// nft: `4000-4010`.
    public static func range(_ lower: FieldValue, _ upper: FieldValue, comment: String? = nil) -> SetElement {
        SetElement(key: [lower], upper: [upper], comment: comment)
    }
}

extension SetElement: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
    /// The number `value`.
    public init(integerLiteral value: UInt128) {
        self.init(.number(value))
    }

    /// The text `value`.
    public init(stringLiteral value: String) {
        self.init(.text(value))
    }
}

extension SetElement: Comparable {
    /// Whether the key comes before the other's.
    public static func < (left: SetElement, right: SetElement) -> Bool {
        left.key.lexicographicallyPrecedes(right.key)
    }
}

extension SetElement: CustomStringConvertible {
    /// The key, and the last one of a range: `6 . 4000-6 . 4010`.
    public var description: String {
        let bounds = [key] + (upper.map { [$0] } ?? [])
        return bounds.map { $0.map(\.description).joined(separator: " . ") }.joined(separator: "-")
    }
}
