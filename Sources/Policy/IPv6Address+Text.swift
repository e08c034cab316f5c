extension IPv6Address: CustomStringConvertible {
    /// The canonical form of RFC 5952: lower case, no leading zeros, the longest run of two or more zero groups as `::`.
    public var description: String {
        var text: [UInt8] = []
        appendText(to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// Appends `description` in UTF-8.
    package func appendText(to text: inout [UInt8]) {
        if bits >> 32 == 0xffff {
            text.append(contentsOf: "::ffff:".utf8)
            IPv4Address(bits: UInt32(truncatingIfNeeded: bits)).appendText(to: &text)
            return
        }
        guard let run = longestZeroRun else { return append(groups: 0..<8, to: &text) }
        append(groups: 0..<run.lowerBound, to: &text)
        text.append(contentsOf: "::".utf8)
        append(groups: run.upperBound..<8, to: &text)
    }

    private func append(groups: Range<Int>, to text: inout [UInt8]) {
        for index in groups {
            if index > groups.lowerBound { text.append(UInt8(ascii: ":")) }
            text.append(hexadecimal: UInt64(group(index)))
        }
    }

    /// One of the eight groups, from the left.
    private func group(_ index: Int) -> UInt16 {
        UInt16(truncatingIfNeeded: bits >> UInt128(112 - 16 * index))
    }

    private var longestZeroRun: Range<Int>? {
        var best: Range<Int>?
        var start = 0
        while start < 8 {
            var end = start
            while end < 8, group(end) == 0 { end += 1 }
            if end - start >= 2, end - start > best?.count ?? 0 {
                best = start..<end
            }
            start = end + 1
        }
        return best
    }
}
