/// Blocks of addresses that share the length of their prefix.
package struct PrefixGroup<Bound: FixedWidthInteger & UnsignedInteger & Sendable>: Hashable, Sendable {
    /// How many leading bits decide, up to the width of an address.
    package let prefixLength: Int
    /// The blocks' first addresses, ascending.
    package fileprivate(set) var networks: [Bound]

    /// The addresses of the block that begins at `network`.
    package func block(at network: Bound) -> ClosedRange<Bound> {
        network...(network | ~Bound.prefixMask(prefixLength))
    }
}

// Not generic for other modules, where the compiler couldn't specialise it: it runs for every address of a ruleset.

extension IntervalSet<UInt32> {
    /// The set as blocks, shortest prefix first.
    ///
    /// 10.0.0.0-10.2.255.255 → 10.0.0.0/15 and 10.2.0.0/16. O(n).
    package var prefixGroups: [PrefixGroup<UInt32>] { groupedBlocks }
}

extension IntervalSet<UInt128> {
    /// The set as blocks, shortest prefix first.
    ///
    /// O(n).
    package var prefixGroups: [PrefixGroup<UInt128>] { groupedBlocks }
}

extension IntervalSet {
    fileprivate var groupedBlocks: [PrefixGroup<Bound>] {
        var groups: [PrefixGroup<Bound>] = []
        for interval in intervals {
            var rest = interval
            while true {
                let length = Bound.bitWidth - rest.hostBitsOfFirstBlock
                // Most long lists are of single addresses.
                let room = groups.isEmpty ? intervals.count : 0
                groups.append(rest.lowerBound, prefixLength: length, room: room)
                let last = rest.lowerBound | ~Bound.prefixMask(length)
                guard last < rest.upperBound else { break }
                rest = (last + 1)...rest.upperBound
            }
        }
        return groups.sorted { $0.prefixLength < $1.prefixLength }
    }
}

extension Array {
    /// Puts a block into the group of its length, a new one having room for `room` blocks at once; there are never more groups than
    /// an address has bits.
    fileprivate mutating func append<Bound>(
        _ network: Bound,
        prefixLength: Int,
        room: Int
    ) where Element == PrefixGroup<Bound> {
        if let index = firstIndex(where: { $0.prefixLength == prefixLength }) {
            self[index].networks.append(network)
        } else {
            var group = PrefixGroup<Bound>(prefixLength: prefixLength, networks: [])
            group.networks.reserveCapacity(room)
            group.networks.append(network)
            append(group)
        }
    }
}

extension ClosedRange where Bound: FixedWidthInteger & UnsignedInteger {
    /// How many bits are free in the largest block that begins where the range does and doesn't leave it.
    fileprivate var hostBitsOfFirstBlock: Int {
        let aligned = lowerBound.trailingZeroBitCount
        let (count, isWholeType) = (upperBound - lowerBound).addingReportingOverflow(1)
        return isWholeType ? Bound.bitWidth : Swift.min(aligned, Bound.bitWidth - 1 - count.leadingZeroBitCount)
    }
}

extension FixedWidthInteger where Self: UnsignedInteger {
    /// Ones where the prefix is: 255.255.255.0 for 24 bits of 32.
    package static func prefixMask(_ length: Int) -> Self {
        length == 0 ? 0 : .max << Self(bitWidth - length)
    }
}
