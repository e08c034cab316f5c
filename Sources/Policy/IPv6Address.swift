/// An IPv6 address.
public struct IPv6Address: Hashable, Sendable {
    /// The 128 bits in host order: ::1 is 1.
    public var bits: UInt128

    /// The address of these 128 bits.
    public init(bits: UInt128) {
        self.bits = bits
    }

    /// The address written in one of the forms of RFC 4291 section 2.2, without a zone, or nil where `text` isn't that.
    public init?(_ text: some StringProtocol) {
        self.init(utf8: Array(text.utf8)[...])
    }

    /// The same from the text's bytes, which is what a file of many addresses has.
    public init?(utf8 text: ArraySlice<UInt8>) {
        guard text.count <= 45 else { return nil }
        guard let gap = Self.doubleColon(in: text) else {
            guard let groups = Self.groups(in: text), groups.count == 8 else { return nil }
            self.init(groups: groups)
            return
        }
        guard let head = Self.groups(in: text[..<gap], quadAllowed: false),
            let tail = Self.groups(in: text[(gap + 2)...]), head.count + tail.count <= 7
        else { return nil }
        self.init(groups: head + Array(repeating: 0, count: 8 - head.count - tail.count) + tail)
    }

    private init(groups: [UInt16]) {
        bits = groups.reduce(0) { $0 << 16 | UInt128($1) }
    }

    private static func doubleColon(in bytes: ArraySlice<UInt8>) -> Int? {
        bytes.indices.dropLast().first { bytes[$0] == UInt8(ascii: ":") && bytes[$0 + 1] == UInt8(ascii: ":") }
    }

    /// The groups of a part without `::`, where a dotted quad at the end counts as two.
    private static func groups(in bytes: ArraySlice<UInt8>, quadAllowed: Bool = true) -> [UInt16]? {
        guard !bytes.isEmpty else { return [] }
        let fields = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        var groups: [UInt16] = []
        for (index, field) in fields.enumerated() {
            if let group = group(field) {
                groups.append(group)
            } else if quadAllowed, index == fields.count - 1, let quad = IPv4Address(utf8: field) {
                groups += [UInt16(quad.bits >> 16), UInt16(truncatingIfNeeded: quad.bits)]
            } else {
                return nil
            }
        }
        return groups
    }

    private static func group(_ field: ArraySlice<UInt8>) -> UInt16? {
        guard 1...4 ~= field.count else { return nil }
        var group: UInt16 = 0
        for byte in field {
            guard let digit = hexDigit(byte) else { return nil }
            group = group << 4 | digit
        }
        return group
    }

    private static func hexDigit(_ byte: UInt8) -> UInt16? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt16(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt16(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt16(byte - UInt8(ascii: "A") + 10)
        default: nil
        }
    }
}
