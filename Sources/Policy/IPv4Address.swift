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

    /// The same from the text's bytes, which is what a file of many addresses has.
    public init?(utf8 text: ArraySlice<UInt8>) {
        var bits: UInt32 = 0
        var field = DecimalField()
        var dots = 0
        for byte in text {
            if byte == UInt8(ascii: ".") {
                guard let value = field.value, dots < 3 else { return nil }
                bits = bits << 8 | value
                dots += 1
                field = DecimalField()
            } else {
                guard field.append(byte) else { return nil }
            }
        }
        guard dots == 3, let value = field.value else { return nil }
        self.bits = bits << 8 | value
    }
}

/// One number of a dotted quad while it is read.
private struct DecimalField {
    private var digits = 0
    private var number: UInt32 = 0

    var value: UInt32? { digits > 0 ? number : nil }

    /// Takes a digit; false where it isn't one, or the number gets a leading zero or passes 255.
    mutating func append(_ byte: UInt8) -> Bool {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte), !(digits > 0 && number == 0) else { return false }
        number = number * 10 + UInt32(byte - UInt8(ascii: "0"))
        digits += 1
        return number <= 255
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
