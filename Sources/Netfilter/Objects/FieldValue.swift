/// A value of a field or of a set's key, without the bytes that the field's type makes of it.
///
/// Integer and string literals are values: `443`, `"eth0"`.
public enum FieldValue: Hashable, Sendable {
    /// A port, a protocol, an address, a type, a mark.
    case number(UInt128)
    /// The name of an interface.
    case text(String)
    /// A value of a type that this library doesn't know, byte for byte.
    case bytes([UInt8])

    /// The address `a.b.c.d`.
    public static func ipv4(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8) -> FieldValue {
        .number([a, b, c, d].reduce(0) { $0 << 8 | UInt128($1) })
    }

    /// The address of eight groups: `ipv6(0xfe80, 0, 0, 0, 0, 0, 0, 1)` is fe80::1.
    public static func ipv6(
        _ a: UInt16,
        _ b: UInt16,
        _ c: UInt16,
        _ d: UInt16,
        _ e: UInt16,
        _ f: UInt16,
        _ g: UInt16,
        _ h: UInt16
    ) -> FieldValue {
        .number([a, b, c, d, e, f, g, h].reduce(0) { $0 << 16 | UInt128($1) })
    }
}

extension FieldValue: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
    /// The number `value`.
    public init(integerLiteral value: UInt128) {
        self = .number(value)
    }

    /// The text `value`.
    public init(stringLiteral value: String) {
        self = .text(value)
    }
}

extension FieldValue: Comparable {
    /// Numbers by value, texts and bytes by their bytes; numbers before texts before bytes.
    public static func < (left: FieldValue, right: FieldValue) -> Bool {
        switch (left, right) {
        case (.number(let left), .number(let right)): left < right
        case (.text(let left), .text(let right)): left.utf8.lexicographicallyPrecedes(right.utf8)
        case (.bytes(let left), .bytes(let right)): left.lexicographicallyPrecedes(right)
        case (.number, _), (.text, .bytes): true
        default: false
        }
    }
}

extension FieldValue: CustomStringConvertible {
    /// The number, the text, or the bytes in hexadecimal.
    public var description: String {
        switch self {
        case .number(let number): "\(number)"
        case .text(let text): text
        case .bytes(let bytes): "0x" + bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }
    }
}

extension FieldValue {
    /// The value as the kernel compares it: exactly `type.length` bytes.
    func encoded(as type: DataType) throws(InvalidObject) -> [UInt8] {
        switch self {
        case .number(let number) where type.layout != .text && type.length <= 16:
            guard type.length == 16 || number >> (8 * type.length) == 0 else { break }
            let bytes = Array(number.networkBytes.suffix(type.length))
            return type.layout == .hostOrder ? bytes.fromNetworkToHostOrder : bytes
        case .text(let text) where type.layout == .text:
            guard text.utf8.count < type.length, !text.utf8.contains(0) else { break }
            return Array(text.utf8) + [UInt8](repeating: 0, count: type.length - text.utf8.count)
        case .bytes(let bytes) where bytes.count == type.length:
            return bytes
        default:
            break
        }
        throw .valueDoesNotFit(self, type)
    }

    /// The value whose bytes are `bytes`.
    init(decoding bytes: some Collection<UInt8>, as type: DataType) {
        if type.layout == .text {
            self = .text(String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self))
        } else if type.length <= 16 {
            let bytes = type.layout == .hostOrder ? Array(bytes).fromNetworkToHostOrder : Array(bytes)
            self = .number(bytes.reduce(0) { $0 << 8 | UInt128($1) })
        } else {
            self = .bytes(Array(bytes))
        }
    }
}
