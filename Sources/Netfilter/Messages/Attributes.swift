import CNetfilter

/// Attributes that were read: whatever the bytes are, nothing outside them is touched, and what is cut short isn't there.
struct Attributes {
    /// The bytes, of which indices tell the place in the whole message.
    let bytes: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
    }

    /// The content of the first attribute of a type.
    func content(_ type: some AttributeType) -> ArraySlice<UInt8>? {
        first { $0.type == type.number }?.content
    }

    /// The attributes within the first attribute of a type.
    func nest(_ type: some AttributeType) -> Attributes? {
        content(type).map(Attributes.init)
    }

    /// The text of the first attribute of a type, up to the first zero.
    func text(_ type: some AttributeType) -> String? {
        content(type).map { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }

    /// The number in the first attribute of a type, in network order as nf_tables has them.
    func number<Number: FixedWidthInteger>(_ type: some AttributeType, as: Number.Type = Number.self) -> Number? {
        content(type).flatMap { Number(networkBytes: $0) }
    }
}

extension Attributes: Sequence {
    /// An attribute: its type without flags, and its content without padding.
    struct Element {
        let type: UInt16
        let content: ArraySlice<UInt8>
        /// Where its header starts.
        let start: Int
    }

    struct Iterator: IteratorProtocol {
        private var rest: ArraySlice<UInt8>

        fileprivate init(_ bytes: ArraySlice<UInt8>) {
            rest = bytes
        }

        mutating func next() -> Element? {
            guard let length = UInt16(hostBytes: rest.prefix(2)),
                let type = UInt16(hostBytes: rest.dropFirst(2).prefix(2)),
                length >= 4, length <= rest.count
            else { return nil }
            let content = rest.dropFirst(4).prefix(Int(length) - 4)
            let element = Element(type: type & Self.typeMask, content: content, start: rest.startIndex)
            rest = rest.dropFirst((Int(length) + 3) & ~3)
            return element
        }

        private static let typeMask = ~UInt16(truncatingIfNeeded: NLA_F_NESTED | NLA_F_NET_BYTEORDER)
    }

    func makeIterator() -> Iterator {
        Iterator(bytes)
    }
}
