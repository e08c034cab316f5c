extension Ruleset {
    /// An expression that an address of a packet must fulfil.
    package enum AddressMatch: Hashable, Sendable {
        /// `meta nfproto ipv4`.
        case anyIPv4
        /// `meta nfproto ipv6`.
        case anyIPv6
        /// `ip saddr 10.9.0.0/24`; the range is a block.
        case ipv4(AddressField, in: ClosedRange<UInt32>)
        /// `ip6 saddr fe80::/10`; the range is a block.
        case ipv6(AddressField, in: ClosedRange<UInt128>)
        /// `ip saddr & 255.255.255.0 @set`, or `ip saddr @set` for single addresses.
        case ipv4Networks(AddressField, prefixLength: Int, in: ObjectName)
        /// `ip6 saddr & ffff:ffff:ffff:ffff:: @set`, or `ip6 saddr @set` for single addresses.
        case ipv6Networks(AddressField, prefixLength: Int, in: ObjectName)
    }

    /// An address of the IP header: `saddr` or `daddr`.
    package enum AddressField: Hashable, Sendable {
        case source
        case destination
    }
}
