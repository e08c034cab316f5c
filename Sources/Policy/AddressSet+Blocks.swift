extension AddressSet {
    /// The IPv4 addresses as the fewest blocks that hold exactly them, ascending.
    package var v4Blocks: [CIDR] {
        v4.prefixGroups.flatMap { group in
            group.networks.map { CIDR(network: .v4(IPv4Address(bits: $0)), prefixLength: group.prefixLength) }
        }
        .sorted { $0.first < $1.first }
    }

    /// The IPv6 addresses as the fewest blocks that hold exactly them, ascending.
    package var v6Blocks: [CIDR] {
        v6.prefixGroups.flatMap { group in
            group.networks.map { CIDR(network: .v6(IPv6Address(bits: $0)), prefixLength: group.prefixLength) }
        }
        .sorted { $0.first < $1.first }
    }
}

extension AddressSet: Hashable {
    /// Whether both hold the same addresses, whichever blocks they were given as.
    public static func == (left: AddressSet, right: AddressSet) -> Bool {
        left.v4 == right.v4 && left.v6 == right.v6
    }

    /// Hashes the addresses.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(v4)
        hasher.combine(v6)
    }
}

extension AddressSet {
    /// The most blocks that a set keeps as they were given; clouds take fewer.
    static let mostParts = 4096

    /// The blocks that were given, each once, IPv4 first, ascending; the fewest blocks if nobody gave any, or too many.
    ///
    /// Neighbours stay apart, so that a block doesn't depend on others: 10.9.0.0/24 beside 10.9.1.0/24 is no 10.9.0.0/23.
    package var givenBlocks: [CIDR] {
        guard let parts else { return v4Blocks + v6Blocks }
        return Set(parts).sorted {
            ($0.isOfIPv6 ? 1 : 0, $0.first, $0.prefixLength) < ($1.isOfIPv6 ? 1 : 0, $1.first, $1.prefixLength)
        }
    }

    /// The blocks of all of `sets`; nil for too many.
    static func parts(of sets: [AddressSet]) -> [CIDR]? {
        guard sets.contains(where: { $0.parts != nil }) else { return nil }
        var parts: [CIDR] = []
        for set in sets {
            guard set.parts != nil || set.v4.intervals.count + set.v6.intervals.count <= mostParts else { return nil }
            parts += set.parts ?? set.v4Blocks + set.v6Blocks
            guard parts.count <= mostParts else { return nil }
        }
        return parts
    }
}

extension AddressList {
    /// The blocks that were appended; nil for too many.
    var blocks: [CIDR]? {
        guard v4.count + v6.count <= AddressSet.mostParts else { return nil }
        return v4.map { range in
            let length = (range.lowerBound ^ range.upperBound).leadingZeroBitCount
            return CIDR(network: .v4(IPv4Address(bits: range.lowerBound)), prefixLength: length)
        }
            + v6.map { range in
                let length = (range.lowerBound ^ range.upperBound).leadingZeroBitCount
                return CIDR(network: .v6(IPv6Address(bits: range.lowerBound)), prefixLength: length)
            }
    }
}

extension CIDR {
    fileprivate var isOfIPv6: Bool {
        if case .v6 = address { true } else { false }
    }

    /// Its first address as a number.
    fileprivate var first: UInt128 {
        switch address {
        case .v4(let address): UInt128(address.bits)
        case .v6(let address): address.bits
        }
    }

    /// `10.9.0.1/32`: with the prefix length of a single address too, which clouds ask for.
    package var descriptionWithLength: String { "\(address)/\(prefixLength)" }
}
