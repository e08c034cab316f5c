extension ClosedRange where Bound: FixedWidthInteger & UnsignedInteger {
    /// How many leading bits the range's numbers share, where it is exactly a block of a CIDR; else nil.
    package var prefixLength: Int? {
        let hostBits = lowerBound ^ upperBound
        guard hostBits & (hostBits &+ 1) == 0, lowerBound & hostBits == 0 else { return nil }
        return Bound.bitWidth - hostBits.nonzeroBitCount
    }
}
