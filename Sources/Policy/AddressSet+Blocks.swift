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

extension CIDR {
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
