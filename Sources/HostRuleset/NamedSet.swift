package import Policy

extension Ruleset {
    /// A set with a name; what it holds says its key, its flags and whether it counts.
    package struct NamedSet: Hashable, Sendable {
        package var name: ObjectName
        package var comment: PlainText?
        /// Never empty, since nft can't read an empty list.
        package var elements: Elements
    }

    /// The contents of a set, of one of the three kinds that every nft from 0.9.8 lists whoever wrote them.
    package enum Elements: Hashable, Sendable {
        /// `typeof ip saddr`: the first addresses of blocks, ascending.
        case ipv4([UInt32])
        /// `typeof ip6 saddr`: the same.
        case ipv6([UInt128])
        /// `type inet_proto . inet_service`, with a counter for each element: single ports.
        case ports([PortElement])
        /// `type inet_proto . inet_service`, without counters: the one element `tcp . 0`, which no packet is looked up in, with a
        /// comment that says something of the whole ruleset.
        ///
        /// An element can be replaced while all else stays, which a table's comment can't.
        case note(PlainText)

        /// The `size` of a set of many addresses, which the kernel then loads three times as fast; nil for any other.
        ///
        /// It is a power of two with a quarter more room than there are addresses, so that the declaration stays when some come or
        /// go, and with it the set and the rules that look into it.
        package var capacity: UInt32? {
            switch self {
            case .ipv4(let addresses): Self.capacity(addresses.count)
            case .ipv6(let addresses): Self.capacity(addresses.count)
            case .ports, .note: nil
            }
        }

        /// Fewer addresses load in no time without a size.
        private static let manyAddresses = 1024

        private static func capacity(_ count: Int) -> UInt32? {
            guard count >= manyAddresses else { return nil }
            let needed = UInt32(clamping: count + count / 4)
            return needed > 1 << 31 ? nil : 1 << UInt32(UInt32.bitWidth - (needed - 1).leadingZeroBitCount)
        }
    }

    /// One port, or one range of them, and why it is there.
    package struct PortElement: Hashable, Sendable {
        package var target: TransportPorts
        package var comment: PlainText?
    }
}
