import Netfilter
import Policy

extension Plan {
    /// How the addresses change that decide who gets where.
    static func addressChanges(_ before: KernelTable, _ wanted: KernelTable) -> [PlannedChange] {
        let places = AccessPlaces(before).union(AccessPlaces(wanted))
        let old = before.addresses(places)
        let new = wanted.addresses(places)
        return Set(old.keys).union(new.keys).sorted().compactMap { chain in
            let (one, two) = (old[chain] ?? AddressSet(), new[chain] ?? AddressSet())
            guard one != two else { return nil }
            let gained = two.subtracting(one).signed("+")
            let lost = one.subtracting(two).signed("-")
            return PlannedChange(.change, "\(chain.whose) addresses", (gained + lost).joined(separator: ", "))
        }
    }
}

extension KernelTable {
    /// The addresses that get to each of the chains of `places`.
    fileprivate func addresses(_ places: AccessPlaces) -> [String: AddressSet] {
        let sets = Dictionary(sets.map { ($0.set.name.name, $0.elements) }) { first, _ in first }
        var addresses: [String: AddressSet] = [:]
        for rule in rules {
            guard let chain = places.target(of: rule), let matcher = AddressMatcher(rule.expressions.dropLast()) else {
                continue
            }
            addresses[chain, default: AddressSet()] = (addresses[chain] ?? AddressSet()).union(matcher.addresses(sets))
        }
        return addresses
    }
}

extension AddressMatcher {
    /// The addresses that it matches; those of a set from `sets`.
    fileprivate func addresses(_ sets: [String: KernelTable.Elements]) -> AddressSet {
        switch self {
        case .family(let isIPv6): isIPv6 ? AddressSet(v6: .everything) : AddressSet(v4: .everything)
        case .block(true, let first, let length): AddressSet(v6: IntervalSet([first.block(length)]))
        case .block(false, let first, let length): AddressSet(v4: IntervalSet([UInt32(first).block(length)]))
        case .set(let name, let length):
            switch sets[name] {
            case .ipv4(let networks): AddressSet(v4: IntervalSet(networks.map { $0.block(length) }))
            case .ipv6(let networks): AddressSet(v6: IntervalSet(networks.map { $0.block(length) }))
            default: AddressSet()
            }
        }
    }
}

extension FixedWidthInteger where Self: UnsignedInteger {
    /// The numbers that begin with the same `length` bits as this one, the rest of which is zero.
    fileprivate func block(_ length: Int) -> ClosedRange<Self> {
        length >= Self.bitWidth ? self...self : self...(self | .max >> Self(length))
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
