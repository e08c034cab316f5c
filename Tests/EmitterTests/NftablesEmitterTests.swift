import Emitters
import Policy
import TestSupport
import Testing

@Suite struct NftablesEmitterTests {
    private func lines(_ policy: HostPolicy, version: String = "1.2.3") -> [Substring] {
        NftablesEmitter.emit(policy, toolVersion: version).split(separator: "\n", omittingEmptySubsequences: false)
    }

    @Test(arguments: SamplePolicies.all)
    func `the table is declared, deleted and defined, in this order, and no other is named`(sample: SamplePolicy) {
        let commands = lines(sample.policy).filter { !$0.hasPrefix("\t") && !$0.hasPrefix("#") && !$0.isEmpty }
        #expect(
            commands == ["table inet carbonwall", "delete table inet carbonwall", "table inet carbonwall {", "}"]
        )
    }

    @Test(arguments: SamplePolicies.all)
    func `the same policy gives the same bytes, with a line break at their end`(sample: SamplePolicy) {
        let text = NftablesEmitter.emit(sample.policy, toolVersion: "1")
        #expect(text == NftablesEmitter.emit(sample.policy, toolVersion: "1"))
        #expect(text.hasSuffix("}\n"))
    }

    @Test func `the header says what was selected, by which version, who may reach it, and the notes`() {
        let header = lines(SamplePolicies.everything).prefix { !$0.isEmpty }
        #expect(header.first == "#!/usr/sbin/nft -f")
        #expect(header.allSatisfy { $0.hasPrefix("#") })
        for line in [
            "# Host firewall for apim:1 and si:10",
            "# Written by carbonwall 1.2.3. Change the selection and emit it again rather than edit this file.",
            "# Check it:    nft -c -f FILE",
            "# Load it:     nft -f FILE",
            "# Output is fenced too: only the listed destinations, names, time and addresses.",
            "# Services are reached through these interfaces only: eth0 bond0.12",
            "#   administrator's way in, 22/tcp: admins",
            "#   administrator's way in, 8000-8010/tcp: 192.0.2.1, 2001:db8::1",
            "#   clients: 0.0.0.0/0, 2001:db8::/32",
            "#   cluster: 10.0.1.3-10.0.1.9, 255.255.255.0/24",
            "#   monitoring: 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, fc00::/7, fe80::/10 (default)",
        ] {
            #expect(header.contains { $0 == line }, "\(line)")
        }
        #expect(lines(SamplePolicies.apim).contains("#   - Random ports are never opened."))
    }

    @Test func `the header shows the first eight of many addresses and counts the rest`() {
        var policy = SamplePolicies.bare
        let many = (0..<1_000).map { UInt32(10 * $0)...UInt32(10 * $0) }
        policy.guards[0].addresses = AddressSet(v4: IntervalSet(many), v6: IntervalSet([1...1]))
        let line = lines(policy).first { $0.contains("way in, 22/tcp") }
        #expect(line?.hasSuffix("0.0.0.70 and 993 more") == true)
    }

    @Test func `an audience that reaches nothing isn't in the file`() {
        let text = NftablesEmitter.emit(SamplePolicies.apim, toolVersion: "1")
        #expect(!text.contains("directory"))
        #expect(!NftablesEmitter.emit(SamplePolicies.bare, toolVersion: "1").contains("clients"))
    }

    @Test func `an empty family has neither set nor rule`() {
        let text = NftablesEmitter.emit(SamplePolicies.everything, toolVersion: "1")
        #expect(text.contains("ip saddr 10.0.1.4/30 jump from_cluster"))
        #expect(text.split(separator: "\n").allSatisfy { !$0.contains("ip6 saddr") || !$0.contains("from_cluster") })
        #expect(!text.contains("{ }"))
    }

    @Test func `a service's element counts and says what it is`() {
        let line = "\t\t\ttcp . 9444 counter comment \"apim servlet-https 9443+1: HTTPS servlet transport\","
        #expect(lines(SamplePolicies.apim).filter { $0 == line }.count == 2)
        #expect(
            lines(SamplePolicies.apim).contains(
                "\t\ttcp dport 4000-4009 accept comment \"apim hazelcast 4000-4009: Hazelcast\""
            )
        )
    }

    /// Base chains of a sample, as their first lines say it.
    @Test(arguments: [
        (SamplePolicies.apim, ["input priority filter - 5; policy drop;"]),
        (SamplePolicies.productScope, ["input priority filter - 5; policy accept;"]),
        (
            SamplePolicies.everything,
            ["input priority filter - 5; policy drop;", "output priority filter - 5; policy drop;"]
        ),
    ])
    func `scope and egress choose the base chains`(policy: HostPolicy, chains: [String]) {
        #expect(lines(policy).filter { $0.contains("hook") } == chains.map { "\t\ttype filter hook \($0)" })
    }

    @Test func `the input chain is in the order in which a packet is decided`() {
        let input = lines(SamplePolicies.everything).drop { $0 != "\tchain input {" }.prefix { $0 != "\t}" }
        #expect(
            input.joined(separator: "\n") == """
                \tchain input {
                \t\ttype filter hook input priority filter - 5; policy drop;
                \t\tiif "lo" accept
                \t\tmeta nfproto ipv4 meta l4proto icmp jump icmp_essentials
                \t\tmeta nfproto ipv6 meta l4proto icmpv6 jump icmpv6_essentials
                \t\tct state established accept
                \t\tct state invalid counter name "input_invalid" drop
                \t\tip6 daddr fe80::/10 udp dport 546 accept comment "DHCPv6 answers"
                \t\tmeta l4proto udp fib saddr . iif oif missing counter name "input_dropped" drop comment "sources that aren't reached through this interface"
                \t\tip saddr 10.9.0.0/24 jump guard
                \t\tip saddr 192.0.2.1 jump guard_1
                \t\tip6 saddr 2001:db8::1 jump guard_1
                \t\tip saddr 198.51.100.0/24 jump guard_2
                \t\tiifname { "bond0.12", "eth0" } jump services
                \t\tip protocol igmp ip daddr { 224.0.0.1, 224.2.2.3 } accept comment "multicast membership queries"
                \t\tmeta l4proto { 1, 2, udp, 58 } fib daddr type { broadcast, multicast } drop comment "a network's chatter, unlogged"
                \t\tlimit rate 5/minute burst 10 packets log prefix "carbonwall drop: " level info
                \t\tcounter name "input_dropped" drop
                """
        )
    }

    @Test func `addresses are matched as blocks, those of one length together, and never as intervals`() {
        var policy = SamplePolicies.bare
        policy.guards[0].addresses = AddressSet(
            v4: IntervalSet([0...0, 2...3, 5...8, 0xFFFF_FF00...0xFFFF_FFFF]),
            v6: IntervalSet([1...1, 16...31, 33...34, UInt128.max - 1...UInt128.max])
        )
        let elements = lines(policy).filter { $0.hasPrefix("\t\t\t") && !$0.contains(" . ") }
        #expect(
            elements.map { $0.dropFirst(3).dropLast() } == [
                "0.0.0.2", "0.0.0.6", "0.0.0.0", "0.0.0.5", "0.0.0.8", "::1", "::21", "::22",
            ]
        )
        let jumps = lines(policy).filter { $0.hasSuffix("jump guard_1") }
        #expect(
            jumps.map { $0.dropFirst(2).dropLast(" jump guard_1".count) } == [
                "ip saddr 255.255.255.0/24", "ip saddr & 255.255.255.254 @guard_1_ipv4_31",
                "ip saddr @guard_1_ipv4_32", "ip6 saddr ::10/124",
                "ip6 saddr ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe/127", "ip6 saddr @guard_1_ipv6_128",
            ]
        )
    }

    @Test(arguments: SamplePolicies.all)
    func `no set holds intervals: a new one is empty for a moment after its rules are in force`(sample: SamplePolicy) {
        #expect(lines(sample.policy).allSatisfy { !$0.contains("flags") })
    }

    @Test func `no protocol is named that only a host with its list of protocols knows`() throws {
        let text = NftablesEmitter.emit(SamplePolicies.apim, toolVersion: "1.0")
        #expect(!text.contains("ipv6-icmp"))
    }
}
