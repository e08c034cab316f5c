import Policy
import Testing

@Suite struct OutboundDecisionTests {
    private typealias Sample = DecisionSamples

    private static let kafka = EgressService(TransportPorts(.tcp, Sample.ports(9092, 9094)), summary: "brokers")
    private static let brokers = EgressGroup(
        name: "kafka",
        destinations: Sample.addresses("10.0.8.0/24", "fd00:8::/64"),
        services: [kafka]
    )

    private static var fenced: HostPolicy {
        var policy = Sample.policy
        policy.egress = [brokers]
        return policy
    }

    /// What leaves, and the rule that decides it where output is fenced.
    private static let table: [(Packet, Decision.Rule)] = [
        (Sample.outbound(Sample.tcp(9093), to: "10.0.8.7"), .egress(brokers, kafka)),
        (Sample.outbound(Sample.tcp(9092), to: "fd00:8::7"), .egress(brokers, kafka)),
        (Sample.outbound(Sample.tcp(9095), to: "10.0.8.7"), .finalDrop),
        (Sample.outbound(Sample.udp(9092), to: "10.0.8.7"), .finalDrop),
        (Sample.outbound(Sample.tcp(9092), to: "10.0.9.7"), .finalDrop),
        (Sample.outbound(Sample.tcp(443), to: "203.0.113.9"), .finalDrop),
        (Sample.outbound(Sample.tcp(53), to: "203.0.113.9"), .hostEssentials),
        (Sample.outbound(Sample.udp(53), to: "2001:db8::53"), .hostEssentials),
        (Sample.outbound(Sample.udp(67), to: "255.255.255.255"), .hostEssentials),
        (Sample.outbound(Sample.udp(123), to: "203.0.113.9"), .hostEssentials),
        (Sample.outbound(Sample.udp(547), to: "ff02::1:2"), .hostEssentials),
        (Sample.outbound(Sample.tcp(123), to: "203.0.113.9"), .finalDrop),
        (Sample.outbound(.icmp(8), to: "203.0.113.9"), .icmpEssentials),
        (Sample.outbound(.icmpv6(143), to: "ff02::16"), .icmpEssentials),
        (Sample.outbound(.icmpv6(135), to: "203.0.113.9"), .finalDrop),
        (Sample.outbound(.igmp, to: "224.0.0.22"), .igmp),
        (Sample.outbound(.igmp, to: "ff02::1"), .finalDrop),
        (Sample.outbound(.other(47), to: "10.0.8.7"), .finalDrop),
        (Sample.outbound(Sample.tcp(443), to: "203.0.113.9", state: .established), .established),
        (Sample.outbound(.icmp(3), to: "203.0.113.9", state: .related), .icmpEssentials),
        (Sample.outbound(.icmpv6(149), to: "fe80::1", state: .invalid), .icmpEssentials),
        (Sample.outbound(Sample.tcp(443), to: "203.0.113.9", state: .related), .finalDrop),
        (Sample.outbound(Sample.tcp(9093), to: "10.0.8.7", state: .invalid), .invalid),
        (Sample.outbound(Sample.tcp(443), to: "192.0.2.1", state: .invalid, interface: "lo"), .loopback),
    ]

    @Test(arguments: table)
    func `fenced output is decided by the first rule that matches`(packet: Packet, rule: Decision.Rule) {
        let drops: [Decision.Rule] = [.invalid, .finalDrop]
        #expect(Self.fenced.decision(for: packet).rule == rule)
        #expect(Self.fenced.verdict(for: packet) == (drops.contains(rule) ? .drop : .accept))
    }

    @Test(arguments: table)
    func `where output isn't fenced everything leaves`(packet: Packet, rule: Decision.Rule) {
        #expect(Sample.policy.verdict(for: packet) == .accept)
        #expect(Sample.policy.decision(for: packet).rule == (rule == .loopback ? .loopback : .unfenced))
    }

    @Test func `with nothing to reach, a fence still lets the host's own needs out`() {
        var policy = Self.fenced
        policy.egress = []
        policy.multicastGroups = []
        #expect(policy.verdict(for: Sample.outbound(Sample.udp(53), to: "203.0.113.9")) == .accept)
        #expect(policy.verdict(for: Sample.outbound(Sample.tcp(9092), to: "10.0.8.7")) == .drop)
        #expect(policy.verdict(for: Sample.outbound(.igmp, to: "224.0.0.22")) == .drop)
    }
}
