import CNetfilter

/// Attributes one behind the other as bytes: each a length, a type, a content, and zeros up to a multiple of four.
struct AttributeBuilder {
    private(set) var bytes: [UInt8] = []

    init() {}

    mutating func put(_ type: some AttributeType, _ content: some Collection<UInt8>) {
        put(type.number, content)
    }

    private mutating func put(_ type: UInt16, _ content: some Collection<UInt8>) {
        bytes += UInt16(truncatingIfNeeded: content.count + 4).hostBytes
        bytes += type.hostBytes
        bytes += content
        bytes += repeatElement(0, count: -content.count & 3)
    }

    mutating func put(_ type: some AttributeType, _ text: String) {
        put(type, Array(text.utf8) + [0])
    }

    /// A number in network order, as nf_tables has them.
    mutating func put(_ type: some AttributeType, _ number: some FixedWidthInteger) {
        put(type, number.networkBytes)
    }

    /// An attribute of attributes, which `body` writes.
    mutating func nest(_ type: some AttributeType, _ body: (inout AttributeBuilder) -> Void) {
        var content = AttributeBuilder()
        body(&content)
        put(type.nestNumber, content.bytes)
    }
}
