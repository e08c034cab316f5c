/// A set of numbers as sorted intervals that neither touch nor overlap, so that equal sets are equal values.
public struct IntervalSet<Bound: FixedWidthInteger & UnsignedInteger & Sendable>: Hashable, Sendable {
    /// The intervals, ascending, with at least one number missing between two of them.
    public private(set) var intervals: [ClosedRange<Bound>] = []

    /// The empty set.
    public init() {}

    /// The union of `intervals`, which may be in any order and overlap.
    ///
    /// O(n log n); O(n) where they are in order, as long lists mostly are.
    public init(_ intervals: some Sequence<ClosedRange<Bound>>) {
        let given = Array(intervals)
        if Self.areApart(given) {
            self.init()
            self.intervals = given
        } else {
            self.init(ascending: given.sorted { $0.lowerBound < $1.lowerBound })
        }
    }

    /// Whether each interval begins behind the end of the one before it, with at least one number missing between the two.
    private static func areApart(_ intervals: [ClosedRange<Bound>]) -> Bool {
        var last: Bound?
        for interval in intervals {
            if let last, last == .max || interval.lowerBound <= last + 1 { return false }
            last = interval.upperBound
        }
        return true
    }

    /// The union of intervals of which none starts before the one in front of it.
    private init(ascending sorted: [ClosedRange<Bound>]) {
        intervals.reserveCapacity(sorted.count)
        for interval in sorted {
            append(interval)
        }
    }

    /// Every number of the type.
    public static var everything: IntervalSet { IntervalSet(CollectionOfOne(Bound.min...Bound.max)) }

    /// Whether no number is in it.
    public var isEmpty: Bool { intervals.isEmpty }

    /// Whether every number of the type is in it.
    public var isEverything: Bool { intervals == [Bound.min...Bound.max] }

    /// Whether `number` is in it.
    ///
    /// O(log n).
    public func contains(_ number: Bound) -> Bool {
        var low = 0
        var high = intervals.count
        while low < high {
            let middle = (low + high) / 2
            if intervals[middle].upperBound < number { low = middle + 1 } else { high = middle }
        }
        return low < intervals.count && intervals[low].lowerBound <= number
    }

    /// Adds an interval that starts no earlier than the last one does, joining those that touch.
    private mutating func append(_ interval: ClosedRange<Bound>) {
        guard let last = intervals.last, last.upperBound == .max || interval.lowerBound <= last.upperBound + 1 else {
            intervals.append(interval)
            return
        }
        intervals[intervals.count - 1] = last.lowerBound...max(last.upperBound, interval.upperBound)
    }
}

extension IntervalSet {
    /// What is in either.
    ///
    /// O(n + m).
    public func union(_ other: IntervalSet) -> IntervalSet {
        var result = IntervalSet()
        result.intervals.reserveCapacity(intervals.count + other.intervals.count)
        var (left, right) = (0, 0)
        while left < intervals.count || right < other.intervals.count {
            let takesLeft =
                right == other.intervals.count
                || left < intervals.count && intervals[left].lowerBound <= other.intervals[right].lowerBound
            result.append(takesLeft ? intervals[left] : other.intervals[right])
            if takesLeft { left += 1 } else { right += 1 }
        }
        return result
    }

    /// What is in both.
    ///
    /// O(n + m).
    public func intersection(_ other: IntervalSet) -> IntervalSet {
        var result = IntervalSet()
        var (left, right) = (0, 0)
        while left < intervals.count, right < other.intervals.count {
            let (one, two) = (intervals[left], other.intervals[right])
            let low = max(one.lowerBound, two.lowerBound)
            let high = min(one.upperBound, two.upperBound)
            if low <= high { result.intervals.append(low...high) }
            if one.upperBound < two.upperBound { left += 1 } else { right += 1 }
        }
        return result
    }

    /// What is in this one and not in `other`.
    ///
    /// O(n + m).
    public func subtracting(_ other: IntervalSet) -> IntervalSet {
        intersection(other.complement)
    }

    /// Every number that isn't in it.
    public var complement: IntervalSet {
        var result = IntervalSet()
        var next: Bound? = .min
        for interval in intervals {
            if let start = next, start < interval.lowerBound {
                result.intervals.append(start...(interval.lowerBound - 1))
            }
            next = interval.upperBound == .max ? nil : interval.upperBound + 1
        }
        if let start = next { result.intervals.append(start...(.max)) }
        return result
    }

    /// Whether every number of `other` is in it too.
    public func isSuperset(of other: IntervalSet) -> Bool {
        other.subtracting(self).isEmpty
    }
}
