import Policy
import TestSupport
import Testing

/// A set of bytes, one truth value a number: too simple to be wrong.
private struct Bitmap: Equatable {
    var bits = [Bool](repeating: false, count: 256)

    init(_ intervals: [ClosedRange<UInt8>]) {
        for number in intervals.joined() { bits[Int(number)] = true }
    }

    func combined(with other: Bitmap, _ combine: (Bool, Bool) -> Bool) -> Bitmap {
        var result = self
        result.bits = zip(bits, other.bits).map(combine)
        return result
    }
}

@Suite struct IntervalSetTests {
    @Test(
        arguments: [
            ([], []),
            ([1...3, 4...6], [1...6]),
            ([4...6, 1...3], [1...6]),
            ([1...3, 5...6], [1...3, 5...6]),
            ([1...9, 2...3], [1...9]),
            ([0...255, 7...7], [0...255]),
            ([255...255, 0...0], [0...0, 255...255]),
            ([250...255, 0...249], [0...255]),
        ] as [([ClosedRange<UInt8>], [ClosedRange<UInt8>])]
    )
    func `intervals are sorted, and joined where they touch or overlap`(
        given: [ClosedRange<UInt8>],
        kept: [ClosedRange<UInt8>]
    ) {
        #expect(IntervalSet(given).intervals == kept)
    }

    @Test func `only the whole type is everything`() {
        #expect(IntervalSet<UInt8>.everything.isEverything)
        #expect(IntervalSet<UInt8>.everything.complement.isEmpty)
        #expect(IntervalSet<UInt8>().complement == .everything)
        #expect(!IntervalSet<UInt8>([0...254]).isEverything)
        #expect(!IntervalSet<UInt8>([1...255]).isEverything)
    }

    @Test func `the algebra agrees with bitmaps on 2,000 random pairs`() {
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<2_000 {
            let (left, right) = (randomIntervals(&generator), randomIntervals(&generator))
            compare(left, right)
        }
    }

    private func compare(_ left: [ClosedRange<UInt8>], _ right: [ClosedRange<UInt8>]) {
        let (one, two) = (IntervalSet(left), IntervalSet(right))
        let (first, second) = (Bitmap(left), Bitmap(right))
        expect(one, first)
        expect(one.union(two), first.combined(with: second) { $0 || $1 })
        expect(one.intersection(two), first.combined(with: second) { $0 && $1 })
        expect(one.subtracting(two), first.combined(with: second) { $0 && !$1 })
        expect(one.complement, first.combined(with: first) { bit, _ in !bit })
        let covers = !zip(first.bits, second.bits).contains { !$0 && $1 }
        #expect(one.isSuperset(of: two) == covers, "\(left) over \(right)")
    }

    /// The same numbers, in the one form that the set has for them.
    private func expect(_ set: IntervalSet<UInt8>, _ bitmap: Bitmap) {
        #expect(Bitmap(set.intervals) == bitmap)
        #expect((UInt8.min...UInt8.max).map(set.contains) == bitmap.bits)
        #expect(set.isEmpty == !bitmap.bits.contains(true))
        let gaps = zip(set.intervals, set.intervals.dropFirst()).map { Int($1.lowerBound) - Int($0.upperBound) }
        #expect(gaps.allSatisfy { $0 > 1 })
    }

    private func randomIntervals(_ generator: inout SeededGenerator) -> [ClosedRange<UInt8>] {
        let longest = UInt8.random(in: 0...100, using: &generator)
        return (0..<Int.random(in: 0...8, using: &generator)).map { _ in
            let lower = UInt8.random(in: 0...255, using: &generator)
            let length = UInt8.random(in: 0...longest, using: &generator)
            return lower...(lower.addingReportingOverflow(length).overflow ? 255 : lower + length)
        }
    }
}
