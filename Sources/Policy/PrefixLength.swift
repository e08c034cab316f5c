// Not generic for other modules, where the compiler couldn't specialise it: it runs for every address of a ruleset.

extension ClosedRange<UInt32> {
    /// How many leading bits the addresses share, where they are exactly the block of a CIDR; else nil.
    package var prefixLength: Int? { sharedBits }
}

extension ClosedRange<UInt128> {
    /// How many leading bits the addresses share, where they are exactly the block of a CIDR; else nil.
    package var prefixLength: Int? { sharedBits }
}

extension ClosedRange where Bound: FixedWidthInteger & UnsignedInteger {
    fileprivate var sharedBits: Int? {
        let hostBits = lowerBound ^ upperBound
        guard hostBits & (hostBits &+ 1) == 0, lowerBound & hostBits == 0 else { return nil }
        return Bound.bitWidth - hostBits.nonzeroBitCount
    }
}
