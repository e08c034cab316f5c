package import Policy

extension Ruleset {
    /// A set with a name; what it holds says its key, its flags and whether it counts.
    package struct NamedSet: Hashable, Sendable {
        package var name: ObjectName
        package var comment: PlainText?
        /// Never empty, since nft can't read an empty list.
        package var elements: Elements
    }

    /// The contents of a set, of one of the four kinds that every nft from 0.9.8 lists whoever wrote them.
    package enum Elements: Hashable, Sendable {
        /// `typeof ip saddr`, `flags interval`.
        case ipv4(IntervalSet<UInt32>)
        /// `typeof ip6 saddr`, `flags interval`.
        case ipv6(IntervalSet<UInt128>)
        /// `type inet_proto . inet_service`, with a counter for each element.
        case ports([PortElement])
        /// `type inet_proto . inet_service`, `flags interval`, without counters: nft 0.9.8 crashes on both together.
        case portRanges([PortElement])
    }

    /// One port, or one range of them, and why it is there.
    package struct PortElement: Hashable, Sendable {
        package var target: TransportPorts
        package var comment: PlainText?
    }
}
