extension [UInt8] {
    /// Appends seven bits a byte, the lowest first, each but the last with its highest bit set (LEB128): small numbers take one.
    package mutating func append(variableLength number: some FixedWidthInteger & UnsignedInteger) {
        var rest = number
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(truncatingIfNeeded: rest))
    }
}
