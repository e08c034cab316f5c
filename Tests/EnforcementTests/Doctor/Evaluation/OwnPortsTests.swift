import HostRuleset
import Netfilter
import Policy
import TestSupport
import Testing

@testable import Enforcement

/// What our own table accepts, followed through its rules, is what the policy accepts.
@Suite struct OwnPortsTests {
    private static func accepts(_ traffic: [Traffic], _ packet: Packet) -> Bool {
        guard case .ports(let transport, _, let port) = packet.content else { return false }
        let (isIPv6, source) =
            switch packet.source {
            case .v4(let address): (false, UInt128(address.bits))
            case .v6(let address): (true, address.bits)
            }
        return traffic.contains { part in
            part.kind == Traffic.Kind(isIPv6: isIPv6, transport: transport) && part.sources.contains(source)
                && part.ports.contains(port)
        }
    }

    private static func packets(_ ports: [UInt16]) -> [Packet] {
        AddressFamily.allCases.flatMap { family in
            Peer.allCases.flatMap { peer in
                [Transport.tcp, .udp].flatMap { transport in
                    ports.map { port in
                        Packet(
                            from: peer.address(family),
                            // DHCPv6 answers are let in by their destination, which `Traffic` doesn't know.
                            to: port == 546 && family == .v6
                                ? .v6(IPv6Address(bits: 0xfe80 << 112 | 0xb)) : FirewalledHost.address(family),
                            .ports(transport, source: 40000, destination: port)
                        )
                    }
                }
            }
        }
    }

    private static func check(_ policy: HostPolicy) throws {
        let accepted = OwnPorts(EvaluatedTable(try KernelTable(Ruleset(policy: policy)))).accepted
        let edges = policy.services.map(\.ports).flatMap { ports in [ports.lower, ports.upper, ports.upper &+ 1] }
        let ports: [UInt16] = edges + [22, 53, 546]
        for packet in packets(ports) {
            let decision = policy.decision(for: packet)
            let isExpected = decision.verdict == .accept && decision.rule != .outsideScope
            #expect(accepts(accepted, packet) == isExpected, "\(packet)")
        }
    }

    @Test(arguments: SamplePolicies.all) func `a policy`(sample: SamplePolicy) throws {
        var policy = sample.policy
        policy.interfaces = []
        try Self.check(policy)
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>) func `random policies`(seed: UInt64) throws {
        var policies = RandomPolicies(seed: seed)
        var policy = policies.policy()
        policy.interfaces = []
        try Self.check(policy)
    }
}
