import Policy
import Testing

@Suite struct InboundDecisionTests {
    private typealias Sample = DecisionSamples

    /// What arrives, and the rule of the sample policy that decides it.
    private static let table: [(Packet, Decision.Rule)] = [
        (Sample.inbound(Sample.tcp(9443), from: "10.9.0.7"), .service(Sample.https, .admins)),
        (Sample.inbound(Sample.tcp(9443), from: "fd00:9::7"), .service(Sample.https, .admins)),
        (Sample.inbound(Sample.tcp(9443), from: "192.168.3.4"), .service(Sample.https, .components)),
        (Sample.inbound(Sample.tcp(9443), from: "203.0.113.9"), .finalDrop),
        (Sample.inbound(Sample.udp(9443), from: "10.9.0.7"), .finalDrop),
        (Sample.inbound(Sample.tcp(8243), from: "203.0.113.9"), .service(Sample.gateway, .clients)),
        (Sample.inbound(Sample.tcp(8243), from: "2001:db8::9"), .service(Sample.gateway, .clients)),
        (Sample.inbound(Sample.tcp(4009), from: "10.1.0.1"), .service(Sample.hazelcast, .cluster)),
        (Sample.inbound(Sample.tcp(4010), from: "10.1.0.1"), .finalDrop),
        (Sample.inbound(Sample.tcp(4000), from: "10.9.0.7"), .finalDrop),
        (Sample.inbound(Sample.udp(45564), from: "10.1.0.1", to: "224.2.2.3"), .service(Sample.discovery, .cluster)),
        (Sample.inbound(Sample.udp(45564), from: "10.1.0.1"), .service(Sample.discovery, .cluster)),
        (Sample.inbound(Sample.tcp(22), from: "10.9.0.7"), .administratorGuard(.ssh)),
        (Sample.inbound(Sample.tcp(22), from: "10.9.1.7"), .finalDrop),
        (Sample.inbound(.igmp, from: "10.1.0.1", to: "224.0.0.1"), .igmp),
        (Sample.inbound(.igmp, from: "203.0.113.9", to: "224.2.2.3"), .igmp),
        (Sample.inbound(.igmp, from: "10.1.0.1", to: "224.0.0.22"), .finalDrop),
        (Sample.inbound(.igmp, from: "fe80::1", to: "ff02::1"), .finalDrop),
        (Sample.inbound(.other(47), from: "10.9.0.7"), .finalDrop),
        (Sample.inbound(Sample.tcp(1), from: "203.0.113.9", interface: "lo"), .loopback),
        (Sample.inbound(Sample.tcp(1), from: "203.0.113.9", state: .invalid, interface: "lo"), .loopback),
        (Sample.inbound(Sample.tcp(1), from: "203.0.113.9", state: .established), .established),
        (Sample.inbound(.icmp(3), from: "203.0.113.9", state: .related), .icmpEssentials),
        (Sample.inbound(.icmp(8), from: "203.0.113.9", state: .established), .icmpEssentials),
        (Sample.inbound(.icmp(0), from: "203.0.113.9", state: .established), .established),
        (Sample.inbound(.icmp(5), from: "203.0.113.9", state: .related), .finalDrop),
        (Sample.inbound(Sample.tcp(4711), from: "203.0.113.9", state: .related), .finalDrop),
        (Sample.inbound(Sample.tcp(8243), from: "203.0.113.9", state: .invalid), .invalid),
        (Sample.inbound(Sample.tcp(22), from: "10.9.0.7", state: .invalid), .invalid),
        (Sample.inbound(.icmp(8), from: "203.0.113.9", state: .invalid), .invalid),
        (Sample.inbound(Sample.tcp(8243), from: "203.0.113.9", state: .untracked), .service(Sample.gateway, .clients)),
    ]

    @Test(arguments: table)
    func `a packet is decided by the first rule that matches it`(packet: Packet, rule: Decision.Rule) {
        let drops: [Decision.Rule] = [.invalid, .finalDrop]
        let decision = Sample.policy.decision(for: packet)
        #expect(decision.rule == rule)
        #expect(decision.verdict == (drops.contains(rule) ? .drop : .accept))
        #expect(Sample.policy.verdict(for: packet) == decision.verdict)
    }

    @Test(arguments: [
        (UInt8(3), true), (11, true), (12, true), (8, true), (0, false), (5, false), (13, false), (17, false),
    ])
    func `of ICMP, errors and pings come in, and nothing else unasked`(type: UInt8, passes: Bool) {
        let packet = Sample.inbound(.icmp(type), from: "203.0.113.9")
        #expect(Sample.policy.decision(for: packet) == decision(passes))
        #expect(Sample.policy.verdict(for: Sample.inbound(.icmp(type), from: "2001:db8::9")) == .drop)
    }

    @Test(arguments: [
        (UInt8(1), true), (2, true), (3, true), (4, true), (128, true), (129, false), (133, false), (135, false),
        (136, false), (137, false), (130, false), (143, false), (144, false), (141, false), (142, false), (148, false),
        (149, false), (151, false), (152, false), (153, false),
    ])
    func `of ICMPv6 from afar, errors and pings come in`(type: UInt8, passes: Bool) {
        let packet = Sample.inbound(.icmpv6(type), from: "2001:db8::9")
        #expect(Sample.policy.decision(for: packet) == decision(passes))
        #expect(Sample.policy.verdict(for: Sample.inbound(.icmpv6(type), from: "203.0.113.9")) == .drop)
    }

    @Test(arguments: [UInt8(133), 134, 135, 136, 141, 142, 148, 149])
    func `neighbour discovery passes with hop limit 255 only`(type: UInt8) {
        for (hopLimit, passes) in [(UInt8(255), true), (254, false), (1, false)] {
            let packet = Sample.inbound(.icmpv6(type), from: "fe80::1", state: .untracked, hopLimit: hopLimit)
            #expect(Sample.policy.decision(for: packet) == decision(passes))
        }
    }

    @Test(arguments: [
        ("fe80::1", UInt8(1), true), ("fe80::1", 255, false), ("2001:db8::1", 1, false), ("::", 1, false),
    ])
    func `multicast routers are heard on this link only`(source: String, hopLimit: UInt8, passes: Bool) {
        for type: UInt8 in [151, 152, 153] {
            let packet = Sample.inbound(.icmpv6(type), from: source, state: .invalid, hopLimit: hopLimit)
            #expect(
                Sample.policy.decision(for: packet)
                    == (passes ? Decision(.accept, .icmpEssentials) : Decision(.drop, .invalid))
            )
        }
    }

    @Test func `a forged source gets nowhere by UDP where that is open to less than everybody, TCP and answers do`() {
        func rule(
            _ content: Packet.Content,
            _ state: Packet.ConnectionState = .new,
            _ policy: HostPolicy = Sample.policy
        )
            -> Decision.Rule
        {
            var packet = Sample.inbound(content, from: "10.1.0.1", state: state)
            packet.isSourceReachable = false
            return policy.decision(for: packet).rule
        }
        #expect(Sample.policy.protocolsWithCheckedSources == [17])
        #expect(rule(Sample.udp(45564)) == .forgedSource)
        #expect(rule(Sample.udp(1)) == .forgedSource)
        #expect(rule(Sample.udp(45564), .established) == .established)
        #expect(rule(Sample.tcp(4000)) == .service(Sample.hazelcast, .cluster))
        #expect(rule(.icmp(8)) == .icmpEssentials)
        var toEverybody = Sample.policy
        toEverybody.sources = toEverybody.sources.map { Source($0.audience, .everything) }
        #expect(toEverybody.protocolsWithCheckedSources == [])
        toEverybody.guards = [AdministratorGuard(TransportPorts(.udp, Sample.ports(1194)), from: .privateRanges)]
        #expect(toEverybody.protocolsWithCheckedSources == [17])
        #expect(rule(Sample.udp(1194), .new, toEverybody) == .forgedSource)
        toEverybody.guards = [AdministratorGuard(TransportPorts(.udp, Sample.ports(1194)), from: AddressSet())]
        #expect(toEverybody.protocolsWithCheckedSources == [])
    }

    @Test(arguments: [
        (UInt8(130), "fe80::1", true), (131, "fe80::1", true), (132, "febf::1", true), (143, "fe80::1", true),
        (143, "::", true), (131, "::", false), (130, "fec0::1", false), (143, "2001:db8::1", false),
    ])
    func `listener messages come from this link, or from a host without an address`(
        type: UInt8,
        source: String,
        passes: Bool
    ) {
        let packet = Sample.inbound(.icmpv6(type), from: source, hopLimit: 1)
        #expect(Sample.policy.decision(for: packet) == decision(passes))
    }

    @Test(arguments: [
        ("fe80::1", "fe80::2", UInt16(546), true), ("2001:db8::1", "fe80::2", 546, true),
        ("fe80::1", "fe80::2", 547, false), ("fe80::1", "2001:db8::2", 546, false),
        ("fe80::1", "ff02::1:2", 546, false),
        ("192.168.1.1", "192.168.1.2", 546, false),
    ])
    func `DHCPv6 answers come to a link-local address, from any server and port`(
        source: String,
        destination: String,
        port: UInt16,
        passes: Bool
    ) {
        for from: UInt16 in [547, 49152] {
            let content = Packet.Content.ports(.udp, source: from, destination: port)
            let packet = Sample.inbound(content, from: source, to: destination)
            #expect((Sample.policy.decision(for: packet).rule == .dhcpv6Answer) == passes)
            let overTCP = Sample.inbound(.ports(.tcp, source: from, destination: port), from: source, to: destination)
            #expect(Sample.policy.verdict(for: overTCP) == .drop)
        }
    }

    @Test func `without multicast no IGMP comes in`() {
        var policy = Sample.policy
        policy.multicastGroups = []
        #expect(policy.verdict(for: Sample.inbound(.igmp, from: "10.1.0.1", to: "224.0.0.1")) == .drop)
    }

    @Test func `services are reached through the given interfaces, the guard and pings through all`() throws {
        var policy = Sample.policy
        policy.interfaces = [try #require(InterfaceName("eth1"))]
        func verdict(_ content: Packet.Content, _ interface: String) -> Verdict {
            policy.verdict(for: Sample.inbound(content, from: "10.9.0.7", interface: interface))
        }
        #expect(verdict(Sample.tcp(9443), "eth1") == .accept)
        #expect(verdict(Sample.tcp(9443), "eth10") == .drop)
        #expect(verdict(Sample.tcp(9443), "eth0") == .drop)
        #expect(verdict(Sample.tcp(22), "eth0") == .accept)
        #expect(verdict(.icmp(8), "eth0") == .accept)
    }

    @Test func `a guard with addresses of its own has no others`() {
        var policy = Sample.policy
        let own = AdministratorGuard(TransportPorts(.tcp, Sample.ports(2222)), from: Sample.addresses("198.51.100.7"))
        policy.guards = [own]
        #expect(
            policy.decision(for: Sample.inbound(Sample.tcp(2222), from: "198.51.100.7")).rule
                == .administratorGuard(own)
        )
        #expect(policy.verdict(for: Sample.inbound(Sample.tcp(2222), from: "10.9.0.7")) == .drop)
        #expect(policy.verdict(for: Sample.inbound(Sample.tcp(22), from: "10.9.0.7")) == .drop)
    }

    @Test func `in product scope only the fenced ports are decided, open or not`() {
        var policy = Sample.policy
        policy.scope = .product(fenced: [
            TransportPorts(.tcp, Sample.ports(9443)), TransportPorts(.tcp, Sample.ports(5672)),
            TransportPorts(.tcp, Sample.ports(4000, 4009)),
        ])
        func rule(_ content: Packet.Content, _ source: String, _ state: Packet.ConnectionState = .new) -> Decision.Rule
        {
            policy.decision(for: Sample.inbound(content, from: source, state: state)).rule
        }
        #expect(rule(Sample.tcp(9443), "10.9.0.7") == .service(Sample.https, .admins))
        #expect(rule(Sample.tcp(9443), "203.0.113.9") == .finalDrop)
        #expect(rule(Sample.tcp(5672), "10.9.0.7") == .finalDrop)
        #expect(rule(Sample.tcp(4005), "10.1.0.1") == .service(Sample.hazelcast, .cluster))
        #expect(rule(Sample.tcp(80), "203.0.113.9") == .outsideScope)
        #expect(rule(Sample.udp(9443), "203.0.113.9") == .outsideScope)
        #expect(rule(.icmp(5), "203.0.113.9") == .outsideScope)
        #expect(rule(Sample.tcp(80), "203.0.113.9", .invalid) == .outsideScope)
        #expect(rule(Sample.tcp(9443), "10.9.0.7", .invalid) == .invalid)
        #expect(rule(Sample.tcp(9443), "203.0.113.9", .established) == .established)
    }

    private func decision(_ passes: Bool) -> Decision {
        passes ? Decision(.accept, .icmpEssentials) : Decision(.drop, .finalDrop)
    }
}
