import Netfilter
import Policy

extension Plan {
    /// How the addresses change that decide who gets where.
    static func addressChanges(_ before: KernelTable, _ wanted: KernelTable) -> [PlannedChange] {
        let places = AccessPlaces(before).union(AccessPlaces(wanted))
        let old = before.reach(places)
        let new = wanted.reach(places)
        return Set(old.keys).union(new.keys).sorted().compactMap { chain in
            let (one, two) = (old[chain] ?? Reach(), new[chain] ?? Reach())
            guard one != two else { return nil }
            let changes = one.additions(in: two).signed("+") + two.additions(in: one).signed("-")
            return changes.isEmpty
                ? nil : PlannedChange(.change, "\(chain.whose) addresses", changes.joined(separator: ", "))
        }
    }
}

/// The addresses that get to a chain.
private struct Reach: Hashable {
    var v4 = ReachedBlocks<UInt32>()
    var v6 = ReachedBlocks<UInt128>()

    /// What is in `other` and not here.
    func additions(in other: Reach) -> AddressSet {
        AddressSet(v4: v4.additions(in: other.v4), v6: v6.additions(in: other.v6))
    }

    /// Adds what `matcher` matches; what is in sets is in `sets`.
    mutating func add(_ matcher: AddressMatcher, _ sets: [String: KernelTable.Elements]) {
        switch matcher {
        case .family(let isIPv6): isIPv6 ? v6.add([0], prefixLength: 0) : v4.add([0], prefixLength: 0)
        case .block(true, let first, let length): v6.add([first], prefixLength: length)
        case .block(false, let first, let length): v4.add([UInt32(first)], prefixLength: length)
        case .set(let name, let length):
            switch sets[name] {
            case .ipv4(let networks): v4.add(networks, prefixLength: length)
            case .ipv6(let networks): v6.add(networks, prefixLength: length)
            default: break
            }
        }
    }
}

extension KernelTable {
    /// The addresses that get to each of the chains of `places`.
    fileprivate func reach(_ places: AccessPlaces) -> [String: Reach] {
        let sets = Dictionary(sets.map { ($0.set.name.name, $0.elements) }) { first, _ in first }
        var reach: [String: Reach] = [:]
        for rule in rules {
            guard let chain = places.target(of: rule), let matcher = AddressMatcher(rule.expressions.dropLast()) else {
                continue
            }
            reach[chain, default: Reach()].add(matcher, sets)
        }
        return reach
    }
}

extension AddressSet {
    /// Its intervals with a sign, the first ten of each family, and how many more there are.
    fileprivate func signed(_ sign: String) -> [String] {
        v4.intervals.signed(sign, \.prefixLength) { .v4(IPv4Address(bits: $0)) }
            + v6.intervals.signed(sign, \.prefixLength) { .v6(IPv6Address(bits: $0)) }
    }
}

extension Array {
    /// `+10.9.0.0/24`, or `+10.9.0.1-10.9.0.5` where an interval isn't a block.
    fileprivate func signed<Bound>(
        _ sign: String,
        _ prefixLength: (Element) -> Int?,
        _ address: (Bound) -> IPAddress
    ) -> [String] where Element == ClosedRange<Bound> {
        let shown = prefix(10).map { range in
            let first = "\(sign)\(address(range.lowerBound))"
            if range.lowerBound == range.upperBound { return first }
            return prefixLength(range).map { "\(first)/\($0)" } ?? "\(first)-\(address(range.upperBound))"
        }
        return shown + (count > 10 ? ["\(sign)\(count - 10) more"] : [])
    }
}
