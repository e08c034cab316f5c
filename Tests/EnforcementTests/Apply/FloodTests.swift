import Emitters
import Enforcement
import Policy
import TestSupport
import Testing

/// Changes of all kinds under a flood.
@Suite(.serialized, .needsNetworkNamespaces, .needs(program: "nft")) struct FloodTests {
    private static let allowed: UInt16 = 45564

    /// A policy in which `allowed` stays open to everybody, by another rule, element or table than in the others.
    private static let variants: [HostPolicy] = {
        let service = SamplePolicies.service("discovery", Int(allowed), .udp, for: [.clients], "discovery")
        let plain = HostPolicy(title: "plain", services: [service])
        var commented = plain
        commented.services[0].summary = "the same port with another comment"
        var inRange = plain
        inRange.services[0].ports = SamplePolicies.ports(Int(allowed) - 2, Int(allowed))
        var atInterface = plain
        atInterface.interfaces = [InterfaceName("eth0")].compactMap(\.self)
        let crowd = SamplePolicies.crowd(2000)
        var crowded = HostPolicy(title: "crowd", services: crowd.services + [service], sources: crowd.sources)
        crowded.interfaces = []
        return [plain, commented, atInterface, plain, inRange, crowded]
    }()

    @Test func `200 changes lose no allowed packet and leak no forbidden one`() async throws {
        let counts = try await NetworkNamespace.isolated {
            let host = try FirewalledHost()
            try host.inside.perform { try Kernel.bring(to: Self.variants[0]) }
            try host.load(Self.gauge)
            try host.flood(Self.packet(to: Self.allowed), Self.packet(to: Self.allowed + 1)) {
                for round in 1...200 {
                    try host.inside.perform { try Kernel.bring(to: Self.variants[round % Self.variants.count]) }
                }
            }
            return try host.counters(ofTable: "gauge")
        }
        #expect(counts["allowed_after"] == counts["allowed_before"])
        #expect(counts["forbidden_after"] == 0)
        #expect(counts["allowed_before"] ?? 0 > 1000)
        #expect(counts["forbidden_before"] ?? 0 > 1000)
    }

    private static func packet(to port: UInt16) -> Packet {
        Packet(
            .inbound,
            from: Peer.public.address(.v4),
            to: FirewalledHost.v4,
            .ports(.udp, source: 50000, destination: port)
        )
    }

    /// Counts packets to both ports before and after the rules under test.
    private static let gauge = """
        table inet gauge {
            counter allowed_before { }
            counter forbidden_before { }
            counter allowed_after { }
            counter forbidden_after { }
            chain before {
                type filter hook input priority -300; policy accept;
                udp dport \(allowed) counter name allowed_before
                udp dport \(allowed + 1) counter name forbidden_before
            }
            chain after {
                type filter hook input priority 300; policy accept;
                udp dport \(allowed) counter name allowed_after
                udp dport \(allowed + 1) counter name forbidden_after
            }
        }

        """
}
