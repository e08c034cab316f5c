import Policy

/// Addresses of one family as blocks, which may overlap: what the rules and sets that lead to a chain match.
struct ReachedBlocks<Bound: FixedWidthInteger & UnsignedInteger & Sendable>: Hashable {
    /// The blocks' first addresses, ascending and each once, by the length of their prefixes.
    private var firstAddresses: [Int: [Bound]] = [:]

    /// Adds blocks with prefixes of one length, by their first addresses, ascending and each once.
    mutating func add(_ addresses: [Bound], prefixLength: Int) {
        guard let present = firstAddresses[prefixLength] else {
            firstAddresses[prefixLength] = addresses
            return
        }
        firstAddresses[prefixLength] = Set(present + addresses).sorted()
    }

    /// What is in `other` and not in these.
    ///
    /// Where they share most blocks that takes little more than looking for the others.
    func additions(in other: ReachedBlocks) -> IntervalSet<Bound> {
        let lengths = Set(firstAddresses.keys).union(other.firstAddresses.keys).sorted()
        var (removed, added): ([ClosedRange<Bound>], [ClosedRange<Bound>]) = ([], [])
        for length in lengths {
            let change = SortedDifference(from: firstAddresses[length] ?? [], to: other.firstAddresses[length] ?? [])
            removed += change.removed.map { $0.block(length) }
            added += change.added.map { $0.block(length) }
        }
        guard !added.isEmpty else { return IntervalSet() }
        let blocks = IntervalSet(added)
        let additions = removed.isEmpty ? blocks : blocks.subtracting(IntervalSet(removed))
        guard !firstAddresses.isEmpty, additions.intervals.contains(where: intersects) else { return additions }
        return additions.subtracting(addresses)
    }

    /// Whether a block has an address of `interval`, in logarithmic time.
    private func intersects(_ interval: ClosedRange<Bound>) -> Bool {
        firstAddresses.contains { length, addresses in
            let place = addresses.firstIndex(above: interval.upperBound)
            return place > 0 && addresses[place - 1].block(length).upperBound >= interval.lowerBound
        }
    }

    /// All of their addresses.
    private var addresses: IntervalSet<Bound> {
        IntervalSet(
            firstAddresses.sorted { $0.key < $1.key }.flatMap { length, addresses in
                addresses.map { $0.block(length) }
            }
        )
    }
}

extension Array where Element: Comparable {
    /// The place of the first element above `value` in an ascending array, in logarithmic time.
    fileprivate func firstIndex(above value: Element) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle] <= value { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension FixedWidthInteger where Self: UnsignedInteger {
    /// The numbers that begin with the same `length` bits as this one, the rest of which is zero.
    fileprivate func block(_ length: Int) -> ClosedRange<Self> {
        length >= Self.bitWidth ? self...self : self...(self | .max >> Self(length))
    }
}
