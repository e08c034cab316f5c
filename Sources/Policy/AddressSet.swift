/// IPv4 and IPv6 addresses as exact intervals.
public struct AddressSet: Sendable {
    /// The IPv4 addresses, in host order.
    public var v4: IntervalSet<UInt32> { didSet { parts = nil } }
    /// The IPv6 addresses, in host order.
    public var v6: IntervalSet<UInt128> { didSet { parts = nil } }
    /// The blocks that it was made of, if these are few; no part of what it is, and read by `givenBlocks` alone.
    var parts: [CIDR]?

    /// The addresses of both families; none where not given.
    public init(v4: IntervalSet<UInt32> = IntervalSet(), v6: IntervalSet<UInt128> = IntervalSet()) {
        self.v4 = v4
        self.v6 = v6
    }

    /// The union of `blocks`, which may overlap.
    ///
    /// O(n log n).
    public init(_ blocks: some Sequence<CIDR>) {
        var list = AddressList()
        for block in blocks { list.append(block) }
        self.init(list)
    }

    /// The union of what `list` holds.
    ///
    /// O(n log n); O(n) where it is in order.
    package init(_ list: AddressList) {
        self.init(v4: IntervalSet(list.v4), v6: IntervalSet(list.v6))
        parts = list.blocks
    }

    /// The union of all of `sets`.
    ///
    /// O(n log n) in the number of their intervals.
    public init(unionOf sets: some Sequence<AddressSet>) {
        let sets = Array(sets)
        self.init(
            v4: IntervalSet(sets.lazy.flatMap(\.v4.intervals)),
            v6: IntervalSet(sets.lazy.flatMap(\.v6.intervals))
        )
        parts = Self.parts(of: sets)
    }

    /// Every address of both families.
    public static let everything = AddressSet(v4: .everything, v6: .everything)

    /// 10/8, 172.16/12, 192.168/16 (RFC 1918), fc00::/7 (RFC 4193) and fe80::/10 (RFC 4291).
    public static let privateRanges = AddressSet(
        v4: IntervalSet([0x0A00_0000...0x0AFF_FFFF, 0xAC10_0000...0xAC1F_FFFF, 0xC0A8_0000...0xC0A8_FFFF]),
        v6: IntervalSet([
            UInt128(0xfc) << 120...UInt128(0xfe) << 120 - 1,
            UInt128(0xfe80) << 112...UInt128(0xfec0) << 112 - 1,
        ])
    )

    /// Whether no address is in it.
    public var isEmpty: Bool { v4.isEmpty && v6.isEmpty }

    /// Whether all of a family is in it: what "reachable from anywhere" means.
    public var includesWholeFamily: Bool { v4.isEverything || v6.isEverything }

    /// Whether `address` is in it.
    ///
    /// O(log n).
    public func contains(_ address: IPAddress) -> Bool {
        switch address {
        case .v4(let address): v4.contains(address.bits)
        case .v6(let address): v6.contains(address.bits)
        }
    }

    /// What is in either.
    public func union(_ other: AddressSet) -> AddressSet {
        var union = AddressSet(v4: v4.union(other.v4), v6: v6.union(other.v6))
        union.parts = Self.parts(of: [self, other])
        return union
    }

    /// What is in both.
    public func intersection(_ other: AddressSet) -> AddressSet {
        AddressSet(v4: v4.intersection(other.v4), v6: v6.intersection(other.v6))
    }

    /// What is in this one and not in `other`.
    public func subtracting(_ other: AddressSet) -> AddressSet {
        AddressSet(v4: v4.subtracting(other.v4), v6: v6.subtracting(other.v6))
    }

    /// Whether every address of `other` is in it too.
    public func isSuperset(of other: AddressSet) -> Bool {
        v4.isSuperset(of: other.v4) && v6.isSuperset(of: other.v6)
    }
}
