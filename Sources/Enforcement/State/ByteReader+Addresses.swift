import Policy

// What `[UInt8].append(ascending:)` and `[UInt8].append(_: IntervalSet)` write.
extension ByteReader {
    /// A list of numbers, each larger than the one before it.
    mutating func ascendingNumbers<Number: FixedWidthInteger & UnsignedInteger>() throws(StateError.Damage) -> [Number]
    {
        let count = try listLength()
        var numbers: [Number] = []
        numbers.reserveCapacity(count)
        var last = Number(0)
        for index in 0..<count {
            let (next, overflow) = last.addingReportingOverflow(try variableLengthNumber(as: Number.self))
            guard !overflow, index == 0 || next > last else { throw .inconsistent("addresses in it don't ascend") }
            numbers.append(next)
            last = next
        }
        return numbers
    }

    /// The addresses of both families.
    mutating func addressSet() throws(StateError.Damage) -> AddressSet {
        AddressSet(v4: try intervalSet(), v6: try intervalSet())
    }

    private mutating func intervalSet<Bound>() throws(StateError.Damage) -> IntervalSet<Bound> {
        let count = try listLength()
        var intervals: [ClosedRange<Bound>] = []
        intervals.reserveCapacity(count)
        var last = Bound(0)
        for _ in 0..<count {
            let (distance, hasMore): (Bound, Bool) = try flaggedNumber()
            let lower = last.addingReportingOverflow(distance)
            let upper = lower.partialValue.addingReportingOverflow(hasMore ? try variableLengthNumber() : 0)
            guard !lower.overflow, !upper.overflow else { throw .inconsistent("an interval in it is none") }
            intervals.append(lower.partialValue...upper.partialValue)
            last = upper.partialValue
        }
        return IntervalSet(intervals)
    }

    /// How many numbers or intervals follow, of at least a byte each.
    private mutating func listLength() throws(StateError.Damage) -> Int {
        let count = try variableLengthNumber(as: UInt32.self)
        guard Int(count) <= remaining else { throw .wrongLength }
        return Int(count)
    }

    private mutating func flaggedNumber<Number: FixedWidthInteger & UnsignedInteger>()
        throws(StateError.Damage) -> (Number, Bool)
    {
        let first: UInt8 = try number()
        let low = Number(first >> 1 & 0x3f)
        guard first & 0x80 != 0 else { return (low, first & 1 == 1) }
        let high: Number = try variableLengthNumber()
        guard (high << 6) >> 6 == high else { throw .inconsistent("a number in it is too large") }
        return (high << 6 | low, first & 1 == 1)
    }
}
