import Policy
import TestSupport

/// A packet and what has to become of it.
struct ExpectedDecision: Sendable {
    var name: String
    var packet: Packet
    var verdict: Verdict

    init(_ name: String, _ packet: Packet, _ verdict: Verdict) {
        self.name = name
        self.packet = packet
        self.verdict = verdict
    }
}

/// Packets to a host whose cluster uses multicast, each with the state that connection tracking gives it.
enum DecisionTable {
    /// Hazelcast's group, which the rules know, and one that they don't.
    static let group = IPv4Address(bits: 0xE002_0203)
    static let strangeGroup = IPv4Address(bits: 0xEF01_0101)
    static let joinedGroups = [group, strangeGroup]

    private static let host = FirewalledHost.v4
    private static let host6 = FirewalledHost.v6
    private static let router = FirewalledHost.outsideLinkLocal
    private static let member = Peer.cluster.address(.v4)
    private static let member6 = Peer.cluster.address(.v6)
    private static let administrator = Peer.admin.address(.v4)
    private static let administrator6 = Peer.admin.address(.v6)
    private static let stranger = Peer.public.address(.v4)
    private static let stranger6 = Peer.public.address(.v6)

    static let icmp = [
        ExpectedDecision("ping", Packet(from: stranger, to: host, .icmp(8)), .accept),
        ExpectedDecision("timestamp request", Packet(from: stranger, to: host, .icmp(13)), .drop),
        ExpectedDecision(
            "router advertisement of IPv4",
            Packet(from: stranger, to: host, .icmp(9), state: .invalid),
            .drop
        ),
        ExpectedDecision("redirect of nothing", Packet(from: stranger, to: host, .icmp(5), state: .invalid), .drop),
        ExpectedDecision("unreachable for nothing", Packet(from: stranger, to: host, .icmp(3), state: .invalid), .drop),
        ExpectedDecision("answer to no ping", Packet(from: stranger, to: host, .icmp(0), state: .invalid), .drop),
    ]

    static let icmpv6 =
        [
            ExpectedDecision("ping", Packet(from: stranger6, to: host6, .icmpv6(128)), .accept),
            ExpectedDecision(
                "too big for nothing",
                Packet(from: stranger6, to: host6, .icmpv6(2), state: .invalid),
                .drop
            ),
            ExpectedDecision(
                "answer to no ping",
                Packet(from: stranger6, to: host6, .icmpv6(129), state: .invalid),
                .drop
            ),
            listener("query", 130, from: router, .accept),
            listener("report", 143, from: router, .accept),
            listener("report of version 1", 131, from: router, .accept),
            listener("done of version 1", 132, from: router, .accept),
            listener("report before an address", 143, from: .v6(IPv6Address(bits: 0)), .accept),
            listener("query from afar", 130, from: stranger6, .drop),
            listener("report from afar", 143, from: stranger6, .drop),
        ] + HostEssentials.multicastRouterDiscovery.flatMap(multicastRouter)
        + HostEssentials.neighbourDiscovery.flatMap(discovery)

    static let multicast = [
        ExpectedDecision(
            "query for all groups",
            Packet(from: member, to: .v4(HostEssentials.allHosts), .igmp),
            .accept
        ),
        ExpectedDecision("query for the group", Packet(from: member, to: .v4(group), .igmp), .accept),
        ExpectedDecision("query for a strange group", Packet(from: member, to: .v4(strangeGroup), .igmp), .drop),
        ExpectedDecision("IGMP to the host", Packet(from: member, to: host, .igmp), .drop),
        ExpectedDecision("probe of a member", Packet(from: member, to: .v4(group), discovery), .accept),
        ExpectedDecision("probe of a stranger", Packet(from: stranger, to: .v4(group), discovery), .drop),
        ExpectedDecision("answer of a member", Packet(from: member, to: host, discovery), .accept),
        ExpectedDecision("answer of a stranger", Packet(from: stranger, to: host, discovery), .drop),
        ExpectedDecision("broadcast", Packet(from: member, to: .v4(IPv4Address(bits: .max)), .udp(138, 138)), .drop),
    ]

    static let dhcpv6 = [
        ExpectedDecision(
            "answer from the link",
            Packet(from: router, to: FirewalledHost.linkLocal, .udp(547, 546)),
            .accept
        ),
        ExpectedDecision(
            "answer from a server's global address",
            Packet(from: stranger6, to: FirewalledHost.linkLocal, .udp(547, 546)),
            .accept
        ),
        ExpectedDecision(
            "answer from another port",
            Packet(from: router, to: FirewalledHost.linkLocal, .udp(49152, 546)),
            .accept
        ),
        ExpectedDecision("to a global address", Packet(from: stranger6, to: host6, .udp(547, 546)), .drop),
        ExpectedDecision("to another port", Packet(from: router, to: FirewalledHost.linkLocal, .udp(547, 545)), .drop),
    ]

    /// By an interface through which the host reaches none of the senders.
    static let forged = [
        ExpectedDecision("datagram of a member", forged(member, host, discovery), .drop),
        ExpectedDecision("datagram of a member over IPv6", forged(member6, host6, discovery), .drop),
        ExpectedDecision("ping", forged(member, host, .icmp(8)), .accept),
        ExpectedDecision("ping over IPv6", forged(member6, host6, .icmpv6(128)), .accept),
        ExpectedDecision("SSH, for which there have to be answers", forged(administrator, host, ssh), .accept),
        ExpectedDecision("SSH over IPv6", forged(administrator6, host6, ssh), .accept),
    ]

    private static let ssh = Packet.Content.ports(.tcp, source: 40000, destination: 22)

    private static func forged(_ source: IPAddress, _ destination: IPAddress, _ content: Packet.Content) -> Packet {
        Packet(from: source, to: destination, content, interface: "eth1", isSourceReachable: false)
    }

    static let otherProtocols = [
        ExpectedDecision("GRE", Packet(from: member, to: host, .other(47)), .drop),
        ExpectedDecision("protocol 253 over IPv4", Packet(from: member, to: host, .other(253)), .drop),
        ExpectedDecision("protocol 253 over IPv6", Packet(from: stranger6, to: host6, .other(253)), .drop),
    ]

    /// VRRP, ESP, AH and GRE are kept for the cluster, and none for anybody else.
    static let keptProtocols =
        [112, 50, 51, 47].flatMap { number -> [ExpectedDecision] in
            [
                ExpectedDecision("\(number) of a member", Packet(from: member, to: host, .other(number)), .accept),
                ExpectedDecision("\(number) of a stranger", Packet(from: stranger, to: host, .other(number)), .drop),
                ExpectedDecision(
                    "\(number) of a member over IPv6",
                    Packet(from: Peer.cluster.address(.v6), to: host6, .other(number)),
                    .accept
                ),
                ExpectedDecision(
                    "\(number) of a stranger over IPv6",
                    Packet(from: stranger6, to: host6, .other(number)),
                    .drop
                ),
            ]
        } + [ExpectedDecision("OSPF of a member", Packet(from: member, to: host, .other(89)), .drop)]

    static let outbound = [
        outbound("names", .udp(40000, 53), .accept),
        outbound("names over TCP", .ports(.tcp, source: 40000, destination: 53), .accept),
        outbound("time", .udp(123, 123), .accept),
        outbound("mail", .ports(.tcp, source: 40000, destination: 25), .drop),
        outbound("ping", .icmp(8), .accept),
        outbound("GRE", .other(47), .drop),
    ]

    private static let discovery = Packet.Content.udp(45564, 45564)

    /// Neighbour discovery is for this link alone: a router would have lowered the hop limit.
    private static func discovery(_ type: UInt8) -> [ExpectedDecision] {
        [(UInt8(255), Verdict.accept), (254, .drop), (64, .drop)].map { hopLimit, verdict in
            let packet = Packet(
                from: router,
                to: FirewalledHost.linkLocal,
                .icmpv6(type),
                state: .untracked,
                hopLimit: hopLimit
            )
            return ExpectedDecision("neighbour discovery \(type), hop limit \(hopLimit)", packet, verdict)
        }
    }

    /// A multicast listener message to all nodes.
    private static func listener(
        _ name: String,
        _ type: UInt8,
        from source: IPAddress,
        _ verdict: Verdict
    ) -> ExpectedDecision {
        let allNodes = IPAddress.v6(IPv6Address(bits: UInt128(0xff02) << 112 | 1))
        let packet = Packet(from: source, to: allNodes, .icmpv6(type), state: .untracked, hopLimit: 1)
        return ExpectedDecision("multicast listener \(name)", packet, verdict)
    }

    /// Multicast routers are heard on this link alone, and speak with hop limit 1.
    private static func multicastRouter(_ type: UInt8) -> [ExpectedDecision] {
        [(router, UInt8(1), Verdict.accept), (router, 64, .drop), (stranger6, 1, .drop)].map {
            source,
            hopLimit,
            verdict in
            let packet = Packet(
                from: source,
                to: FirewalledHost.linkLocal,
                .icmpv6(type),
                state: .invalid,
                hopLimit: hopLimit
            )
            return ExpectedDecision("multicast router \(type) from \(source), hop limit \(hopLimit)", packet, verdict)
        }
    }

    private static func outbound(_ name: String, _ content: Packet.Content, _ verdict: Verdict) -> ExpectedDecision {
        ExpectedDecision(name, Packet(.outbound, from: host, to: stranger, content), verdict)
    }
}

extension Packet.Content {
    /// A datagram.
    fileprivate static func udp(_ source: UInt16, _ destination: UInt16) -> Packet.Content {
        .ports(.udp, source: source, destination: destination)
    }
}
