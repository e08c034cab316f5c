package import Policy

extension Ruleset {
    /// A rule: what it matches from left to right, then what it does, and why.
    package struct Rule: Hashable, Sendable {
        package var matches: [Match]
        package var statements: [Statement]
        package var comment: PlainText?

        init(_ matches: Match..., then statements: Statement..., comment: StaticString? = nil) {
            self.matches = matches
            self.statements = statements
            self.comment = comment.map { PlainText("\($0)") }
        }
    }

    /// An expression that a packet must fulfil.
    ///
    /// Lists are never empty.
    package enum Match: Hashable, Sendable {
        /// `iif "lo"` at input, `oif "lo"` at output.
        case loopback(BaseChain.Hook)
        /// `iifname "eth0"`, or `iifname { "eth0", "eth1" }`.
        case inputInterface([InterfaceName])
        /// `ct state established`, or several states.
        case connectionState([ConnectionState])
        /// `meta nfproto ipv4 meta l4proto icmp`.
        case icmp
        /// `meta nfproto ipv6 meta l4proto icmpv6`, which finds it behind extension headers too.
        case icmpv6
        /// `icmp type { … }`, or `icmp type …` for a single one.
        case icmpTypes([UInt8])
        /// `icmpv6 type { … }`, or `icmpv6 type …` for a single one.
        case icmpv6Types([UInt8])
        /// `ip protocol igmp`.
        case igmp
        /// `ip6 hoplimit 255`.
        case hopLimit(UInt8)
        /// `ip saddr 10.9.0.0/24` and its like.
        case address(AddressMatch)
        /// `ip daddr { … }`.
        case ipv4Destinations([IPv4Address])
        /// `meta l4proto udp`, or `meta l4proto { udp, 112 }`.
        case protocols([UInt8])
        /// `fib saddr . iif oif missing`: the source isn't reached through the interface that the packet came in by.
        case unreachableSource
        /// `meta l4proto . th dport @set`.
        case destinationPort(in: ObjectName)
        /// `tcp dport 4001-4009`.
        case destinationPorts(TransportPorts)
        /// `fib daddr type { broadcast, multicast }`.
        case broadcastOrMulticast
    }

    /// A state of connection tracking that rules ask for.
    package enum ConnectionState: String, Hashable, Sendable {
        case established
        case invalid
    }

    /// What a rule does with a packet that matches.
    package enum Statement: Hashable, Sendable {
        /// `limit rate 5/minute burst 10 packets`: goes on while the rate isn't reached.
        case limit(RateLimit)
        /// `log prefix "…" level info`.
        case log(prefix: PlainText)
        /// `counter name "…"`.
        case counter(ObjectName)
        /// `jump …`.
        case jump(ObjectName)
        case accept
        case drop
        /// `reject with tcp reset` for TCP alone, `reject with icmpx type port-unreachable`.
        case reject(Answer)
    }

    /// What a sender is told whose packet nothing allows.
    package enum Answer: Hashable, Sendable {
        case tcpReset
        case portUnreachable
    }

    /// Packets in a time, after a first burst.
    package struct RateLimit: Hashable, Sendable {
        /// The time in which `packets` may come.
        package enum Unit: String, Hashable, Sendable {
            case second
            case minute
        }

        package var packets: UInt64
        package var unit: Unit
        /// How many may come at once.
        package var burst: UInt64
    }
}
