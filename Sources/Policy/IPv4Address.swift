/// An IPv4 address.
public struct IPv4Address: Hashable, Sendable {
    /// The 32 bits in host order: 10.0.0.1 is 0x0A000001.
    public var bits: UInt32

    /// The address of these 32 bits.
    public init(bits: UInt32) {
        self.bits = bits
    }

    /// The address written as four decimal numbers without leading zeros, or nil where `text` isn't that.
    public init?(_ text: some StringProtocol) {
        self.init(utf8: Array(text.utf8)[...])
    }

    /// The same from the text's bytes.
    public init?(utf8 text: ArraySlice<UInt8>) {
        let text = text.span
        var place = 0
        self.init(of: text, at: &place)
        guard place == text.count else { return nil }
    }

    /// The address that `text` has at `place`, which moves behind its last digit; nil where there is none.
    package init?(of text: Span<UInt8>, at place: inout Int) {
        var bits: UInt32 = 0
        for field in 0..<4 {
            if field > 0 {
                guard place < text.count, text[place] == UInt8(ascii: ".") else { return nil }
                place += 1
            }
            guard let number = Self.field(of: text, at: &place) else { return nil }
            bits = bits << 8 | number
        }
        self.bits = bits
    }

    /// A decimal number up to 255 without leading zeros.
    @inline(__always)
    private static func field(of text: Span<UInt8>, at place: inout Int) -> UInt32? {
        let start = place
        var number: UInt32 = 0
        while place < text.count, place - start < 3 {
            let digit = text[place] &- UInt8(ascii: "0")
            guard digit <= 9 else { break }
            number = number * 10 + UInt32(digit)
            place += 1
        }
        guard place > start, number <= 255, place - start == 1 || text[start] != UInt8(ascii: "0") else { return nil }
        return number
    }
}

extension IPv4Address: CustomStringConvertible {
    /// Dotted quad.
    public var description: String {
        var text: [UInt8] = []
        appendText(to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// Appends `description` in UTF-8.
    package func appendText(to text: inout [UInt8]) {
        for index in 0..<4 as Range<UInt32> {
            if index > 0 { text.append(UInt8(ascii: ".")) }
            text.append(decimal: UInt64(bits >> (24 - 8 * index) & 255))
        }
    }
}
