import Policy
import TestSupport
import Testing

/// The packets of `PortSweepTests` and `PacketDecisionTests`, at a host that runs the iptables script.
extension TimedKernelTests {
    @Suite(.needsIptables) struct IptablesPacketTests {
        @Test(arguments: await IptablesKind.working, TestedHost.allCases)
        func `what comes through is what the policy says, at every port`(kind: IptablesKind, tested: TestedHost)
            async throws
        {
            let policy = try tested.policy()
            let sweep = try await NetworkNamespace.isolated {
                let host = try FirewalledHost()
                try host.start(tested.script(), on: ScriptHost(kind))
                var sweep = PortSweep()
                for family in AddressFamily.allCases {
                    try sweep.run(tested.prototypes(family), at: host, against: policy)
                }
                return sweep
            }
            #expect(sweep.wronglyAccepted.isEmpty)
            #expect(sweep.wronglyDropped.isEmpty)
            #expect(sweep.passed > 0, "a sweep in which nothing passes shows nothing")
            print("packets, \(kind), \(tested.rawValue): \(sweep)")
        }

        @Test(arguments: await IptablesKind.working)
        func `single packets that no port decides about meet the same fate`(kind: IptablesKind) async throws {
            try await check(
                kind,
                .apimMulticast,
                DecisionTable.icmp + DecisionTable.icmpv6 + DecisionTable.multicast + DecisionTable.dhcpv6
                    + DecisionTable.otherProtocols
            )
            try await check(kind, .apimMulticast, DecisionTable.forged)
            try await check(kind, .apim, DecisionTable.multicast.filter { $0.packet.content == .igmp })
            try await check(
                kind,
                .productScope,
                DecisionTable.icmpv6 + DecisionTable.dhcpv6 + DecisionTable.otherProtocols
            )
            try await check(kind, .egress, DecisionTable.outbound)
        }

        private func check(_ kind: IptablesKind, _ tested: TestedHost, _ table: [ExpectedDecision]) async throws {
            let policy = try tested.policy()
            let passed = try await NetworkNamespace.isolated {
                let host = try FirewalledHost()
                try host.start(tested.script(), on: ScriptHost(kind))
                let membership = try host.join(DecisionTable.joinedGroups)
                defer { withExtendedLifetime(membership) {} }
                return try table.map { try host.passes($0.packet) }
            }
            for (expected, passed) in zip(table, passed) {
                #expect(passed == (policy.verdict(for: expected.packet) == .accept), "\(tested): \(expected.name)")
            }
        }
    }
}
