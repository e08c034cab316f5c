import Policy
import TestSupport
import Testing

/// Single packets that no port decides about: what the table says, the policy and the kernel must say too.
@Suite(.needsNetworkNamespaces, .needs(program: "nft"), .needs(program: "ip"))
struct PacketDecisionTests {
    @Test func `a host with multicast clustering gets what RFC 4890 and its cluster need, and no more`() async throws {
        try await check(.apimMulticast, DecisionTable.icmp + DecisionTable.icmpv6 + DecisionTable.multicast)
        try await check(.apimMulticast, DecisionTable.dhcpv6 + DecisionTable.otherProtocols)
    }

    @Test func `sources that aren't reached through an interface open nothing there by UDP`() async throws {
        try await check(.apimMulticast, DecisionTable.forged)
    }

    @Test func `a host without multicast clustering gets no IGMP`() async throws {
        let queries = DecisionTable.multicast.filter { $0.packet.content == .igmp }
        try await check(.apim, queries.map { ExpectedDecision($0.name, $0.packet, .drop) })
    }

    @Test func `product scope leaves everything but the products' ports alone`() async throws {
        let others = DecisionTable.icmpv6 + DecisionTable.dhcpv6 + DecisionTable.otherProtocols
        try await check(.productScope, others.map { ExpectedDecision($0.name, $0.packet, .accept) })
    }

    @Test func `where output is fenced, only names, time, addresses and what the roles need go out`() async throws {
        try await check(.egress, DecisionTable.outbound)
    }

    @Test func `a kept protocol comes in and goes out, and one that isn't is dropped`() async throws {
        try await check(.keep, DecisionTable.keptProtocols)
    }

    @Test func `VRRP to a group that a program has joined is dropped with a line in the log, chatter without`()
        async throws
    {
        let group = IPAddress.v4(DecisionTable.group)
        let dropped = try await NetworkNamespace.isolated {
            let host = try FirewalledHost()
            try host.load(TestedHost.apim.ruleset())
            let membership = try host.join(DecisionTable.joinedGroups)
            defer { withExtendedLifetime(membership) {} }
            return try [Packet.Content.other(112), .ports(.udp, source: 5353, destination: 5353)].map { content in
                let before = try host.counters(ofTable: "carbonwall")["input_dropped"] ?? 0
                #expect(try !host.passes(Packet(from: Peer.cluster.address(.v4), to: group, content)))
                return try host.counters(ofTable: "carbonwall")["input_dropped"].map { $0 - before }
            }
        }
        #expect(dropped == [1, 0], "what is logged is counted by the rule behind it")
    }

    /// Sends each packet at a host with the rules of `tested`.
    private func check(_ tested: TestedHost, _ table: [ExpectedDecision]) async throws {
        let policy = try tested.policy()
        let passed = try await NetworkNamespace.isolated {
            let host = try FirewalledHost()
            try host.load(tested.ruleset())
            let membership = try host.join(DecisionTable.joinedGroups)
            defer { withExtendedLifetime(membership) {} }
            return try table.map { try host.passes($0.packet) }
        }
        for (expected, passed) in zip(table, passed) {
            #expect(policy.verdict(for: expected.packet) == expected.verdict, "\(expected.name): the policy")
            #expect(passed == (expected.verdict == .accept), "\(expected.name): the kernel")
        }
    }
}
