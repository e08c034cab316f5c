// Numbers of variable length, seven bits a byte, the lowest first, each byte but the last with its highest bit set (LEB128): small
// ones take one. Lists are generic only within this module, where the compiler specialises them: they hold hundreds of thousands.

extension [UInt8] {
    /// Appends `number`.
    package mutating func append(variableLength number: some FixedWidthInteger & UnsignedInteger) {
        var rest = number
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(truncatingIfNeeded: rest))
    }

    /// Appends how many numbers there are, and how far each is from the one before it, the first from 0.
    package mutating func append(ascending numbers: [UInt32]) { append(distances: numbers) }

    /// Appends how many numbers there are, and how far each is from the one before it, the first from 0.
    package mutating func append(ascending numbers: [UInt128]) { append(distances: numbers) }

    private mutating func append<Number: FixedWidthInteger & UnsignedInteger>(distances numbers: [Number]) {
        append(variableLength: UInt(numbers.count))
        reserveCapacity(count + 2 * numbers.count)
        var last: Number = 0
        for number in numbers {
            append(variableLength: number - last)
            last = number
        }
    }

    /// Appends how many intervals there are; for each, how far it is from the one before it, the first from 0, with a bit that
    /// says whether it holds more than one number; and how many more where it does.
    package mutating func append(_ set: IntervalSet<UInt32>) { append(intervals: set.intervals) }

    /// Appends how many intervals there are; for each, how far it is from the one before it, the first from 0, with a bit that
    /// says whether it holds more than one number; and how many more where it does.
    package mutating func append(_ set: IntervalSet<UInt128>) { append(intervals: set.intervals) }

    private mutating func append<Bound: FixedWidthInteger & UnsignedInteger>(intervals: [ClosedRange<Bound>]) {
        append(variableLength: UInt(intervals.count))
        reserveCapacity(count + 2 * intervals.count)
        var last: Bound = 0
        for interval in intervals {
            let more = interval.upperBound - interval.lowerBound
            append(flagged: interval.lowerBound - last, more > 0)
            if more > 0 { append(variableLength: more) }
            last = interval.upperBound
        }
    }

    /// A number whose first byte has a flag as its lowest bit, and six of the number's.
    private mutating func append<Number: FixedWidthInteger & UnsignedInteger>(flagged number: Number, _ flag: Bool) {
        let first = UInt8(truncatingIfNeeded: number & 0x3f) << 1 | (flag ? 1 : 0)
        guard number > 0x3f else { return append(first) }
        append(first | 0x80)
        append(variableLength: number >> 6)
    }
}
