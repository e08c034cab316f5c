import Policy
import TestSupport
import Testing

/// Whole exchanges with a firewalled host, as applications see them.
@Suite(.needsNetworkNamespaces, .needs(program: "nft"), .needs(program: "ip"))
struct ConnectivityTests {
    /// A port of API traffic, open to anywhere.
    private static let open: UInt16 = 8243

    /// Answered pings belong to an established connection, which no limit is for.
    private static let withoutEchoReplies = """
        table inet silence {
            chain output {
                type filter hook output priority -300; policy accept;
                icmp type echo-reply drop
                icmpv6 type echo-reply drop
            }
        }
        """

    @Test(arguments: AddressFamily.allCases)
    func `both sides find each other's link-layer address from cold and connect`(family: AddressFamily) async throws {
        let greetings = try await NetworkNamespace.isolated {
            let host = try FirewalledHost(neighbours: .discovered)
            try host.load(TestedHost.apim.ruleset())
            return try [Peer.public, .private].map { peer in
                try Conversation(to: host, from: peer.address(family), port: Self.open).exchange("hello")
            }
        }
        #expect(greetings == ["hello", "hello"])
    }

    @Test(arguments: AddressFamily.allCases)
    func `pings are answered in both directions`(family: AddressFamily) async throws {
        let echo: Packet.Content =
            family == .v4 ? .icmp(HostEssentials.echoRequest) : .icmpv6(HostEssentials.echoRequestV6)
        let answered = try await NetworkNamespace.isolated {
            let host = try FirewalledHost()
            try host.load(TestedHost.apim.ruleset())
            return try [Packet.inbound(.public, family), .outbound(.public, family)].map { prototype in
                var ping = prototype
                ping.content = echo
                return try host.isAnswered(ping)
            }
        }
        #expect(answered == [true, true])
    }

    @Test(arguments: AddressFamily.allCases)
    func `a flood of new pings is cut down, not cut off`(family: AddressFamily) async throws {
        var ping = Packet.inbound(.public, family)
        ping.content = family == .v4 ? .icmp(HostEssentials.echoRequest) : .icmpv6(HostEssentials.echoRequestV6)
        let passed = try await NetworkNamespace.isolated { [ping] in
            let host = try FirewalledHost()
            try host.load(TestedHost.apim.ruleset())
            try host.load(Self.withoutEchoReplies)
            return try host.passing(1000, of: ping)
        }
        #expect(1..<500 ~= passed)
    }

    @Test(arguments: AddressFamily.allCases)
    func `an established connection goes on over reloads, and where its port is closed`(family: AddressFamily)
        async throws
    {
        let echoes = try await NetworkNamespace.isolated {
            let host = try FirewalledHost()
            try host.load(TestedHost.apim.ruleset())
            let conversation = try Conversation(to: host, from: Peer.public.address(family), port: Self.open)
            return try [TestedHost.apim, .apim, .egress].map { rules in
                try host.load(rules.ruleset())
                return try conversation.exchange("after \(rules)")
            }
        }
        #expect(echoes == ["after apim", "after apim", "after egress"])
    }

    @Test func `an answer to a multicast probe gets in from a cluster member and from nobody else`() async throws {
        let answers = try await NetworkNamespace.isolated {
            let host = try FirewalledHost()
            try host.load(TestedHost.apimMulticast.ruleset())
            return try [Peer.cluster, .public].map { try Self.answers(to: host, from: $0) }
        }
        #expect(answers == [true, false])
    }

    @Test(arguments: AddressFamily.allCases)
    func `the host reaches itself at any port`(family: AddressFamily) async throws {
        let address = FirewalledHost.address(family)
        let echo = try await NetworkNamespace.isolated {
            let host = try FirewalledHost()
            try host.load(TestedHost.egress.ruleset())
            return try host.inside.perform {
                let listener = try NetworkSocket.listener(at: address, port: 12345)
                return try Conversation(listener, from: address, to: address, port: 12345).exchange("self")
            }
        }
        #expect(echo == "self")
    }

    /// Whether the host hears what `peer` answers, from another port, to the probe that it sends its group.
    private static func answers(to host: FirewalledHost, from peer: Peer) throws -> Bool {
        let address = peer.address(.v4)
        let group = DecisionTable.group
        let hazelcast = try host.inside.perform { try NetworkSocket.datagrams(at: FirewalledHost.v4, port: 45564) }
        let member = try NetworkSocket.datagrams(at: .v4(group), port: 45564)
        try member.join(group, at: "wire0")
        try hazelcast.send(Array("anybody?".utf8), to: .v4(group), port: 45564)
        let probe = try member.receive()
        try NetworkSocket.datagrams(at: address).send(probe + [1], to: FirewalledHost.v4, port: 45564)
        return (try? hazelcast.receive()) == Array("anybody?".utf8) + [1]
    }
}
