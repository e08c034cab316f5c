extension AddressSet {
    private static let shown = 4

    /// The addresses for a sentence: `anywhere`, `private ranges`, or the first few blocks and how many more there are.
    package var summary: String {
        if self == .everything { return "anywhere" }
        if self == .privateRanges { return "private ranges" }
        let count = v4.intervals.count + v6.intervals.count
        if count == 0 { return "nobody" }
        let first = v4.intervals.prefix(Self.shown).map { Self.text($0) { .v4(IPv4Address(bits: $0)) } }
        let rest = v6.intervals.prefix(Self.shown - first.count).map { Self.text($0) { .v6(IPv6Address(bits: $0)) } }
        let more = count > Self.shown ? " and \(count - Self.shown) more" : ""
        return (first + rest).joined(separator: ", ") + more
    }

    /// `10.9.0.0/24` where the interval is one block, else `10.9.0.1-10.9.0.7`.
    private static func text<Bits: FixedWidthInteger & UnsignedInteger>(
        _ interval: ClosedRange<Bits>,
        address: (Bits) -> IPAddress
    ) -> String {
        let (first, last) = (interval.lowerBound, interval.upperBound)
        let hostBits = (first ^ last).trailingOnes
        let isBlock = first ^ last == Bits.max.lowBits(hostBits) && first & Bits.max.lowBits(hostBits) == 0
        guard isBlock else { return "\(address(first))-\(address(last))" }
        return hostBits == 0 ? "\(address(first))" : "\(address(first))/\(Bits.bitWidth - hostBits)"
    }
}

extension FixedWidthInteger {
    fileprivate var trailingOnes: Int { (~self).trailingZeroBitCount }

    /// Its lowest `count` bits.
    fileprivate func lowBits(_ count: Int) -> Self {
        count >= Self.bitWidth ? self : self & ((1 << count) - 1)
    }
}
