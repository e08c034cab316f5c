import Netfilter
import TestSupport
import Testing

/// Table `inet example` as a file for nft and as a batch: `nft list ruleset` must show the same, byte for byte.
@Suite(.needsNetworkNamespaces, .needs(program: "nft")) struct SameAsNftTests {
    private static let table = TableName(.inet, "example")
    private static let list = ["nft", "list", "ruleset"]

    private static func chain(_ name: String) -> ChainName {
        ChainName(table, name)
    }

    private static func set(_ name: String, key: SetKey, isInterval: Bool = false, isCounting: Bool = false) -> NamedSet
    {
        NamedSet(
            ObjectName(table, name),
            key: key,
            isInterval: isInterval,
            isCounting: isCounting,
            comment: "set \(name)"
        )
    }

    private func listing(afterLoading text: String) async throws -> String {
        try await NetworkNamespace.isolated {
            try ProcessRunner.output(of: ["nft", "-f", "-"], input: Array(text.utf8))
            return try ProcessRunner.output(of: Self.list)
        }
    }

    private func listing(afterCommitting build: @escaping @Sendable (inout Batch) throws -> Void) async throws -> String
    {
        try await NetworkNamespace.isolated {
            var batch = try Batch()
            try build(&batch)
            var socket = try NetlinkSocket()
            try socket.commit(batch)
            return try ProcessRunner.output(of: Self.list)
        }
    }

    @Test func `a table and its chains, with comments, hooks, priorities and policies`() async throws {
        let expected = try await listing(
            afterLoading: """
                table inet example {
                    comment "a table"
                    chain services {
                        comment "jumped to"
                    }
                    chain input {
                        type filter hook input priority filter - 5; policy drop;
                    }
                    chain output {
                        type filter hook output priority 10; policy accept;
                    }
                }
                table ip6 asleep {
                    flags dormant
                }
                """
        )
        let actual = try await listing { batch in
            try batch.add(Table(Self.table, comment: "a table"))
            try batch.add(Chain(Self.chain("services"), comment: "jumped to"))
            try batch.add(Chain(Self.chain("input"), base: BaseChain(.filter, .input, priority: -5, policy: .drop)))
            try batch.add(Chain(Self.chain("output"), base: BaseChain(.filter, .output, priority: 10)))
            try batch.add(Table(TableName(.ip6, "asleep"), isDormant: true))
        }
        #expect(actual == expected)
    }

    @Test func `sets of every kind, with their elements, comments and counters`() async throws {
        let expected = try await listing(
            afterLoading: """
                table inet example {
                    counter dropped {
                        comment "a counter"
                        packets 3 bytes 180
                    }
                    set admins {
                        typeof ip saddr
                        flags interval
                        comment "set admins"
                        elements = { 10.0.0.0/8, 192.0.2.1, 192.0.2.7-192.0.2.9, 255.255.255.255 }
                    }
                    set admins6 {
                        typeof ip6 saddr
                        flags interval
                        comment "set admins6"
                        elements = { ::/127, fd00::/8, 2001:db8::1-2001:db8::5, ffff::/16 }
                    }
                    set services {
                        type inet_proto . inet_service
                        counter
                        comment "set services"
                        elements = { tcp . 9443 counter packets 2 bytes 120 comment "console", udp . 53 counter }
                    }
                    set ranges {
                        type inet_proto . inet_service
                        flags interval
                        comment "set ranges"
                        elements = { tcp . 4000-4010 comment "members", udp . 9 }
                    }
                    set ports {
                        type inet_service
                        comment "set ports"
                        elements = { 22 comment "ssh", 443 }
                    }
                    set interfaces {
                        type ifname
                        comment "set interfaces"
                        elements = { "eth0", "a-name-of-fiftn" }
                    }
                }
                """
        )
        let actual = try await listing { batch in
            try batch.add(Table(Self.table))
            try batch.add(
                Counter(
                    ObjectName(Self.table, "dropped"),
                    value: CounterValue(packets: 3, bytes: 180),
                    comment: "a counter"
                )
            )
            let admins = Self.set("admins", key: .typeof(.ipSource), isInterval: true)
            try batch.add(admins)
            try batch.add(
                [
                    0x0a00_0000...0x0aff_ffff, 0xc000_0201...0xc000_0201, 0xc000_0207...0xc000_0209,
                    UInt32.max...UInt32.max,
                ],
                to: admins
            )
            let admins6 = Self.set("admins6", key: .typeof(.ip6Source), isInterval: true)
            try batch.add(admins6)
            let fd = UInt128(0xfd) << 120
            let documentation = UInt128(0x2001_0db8) << 96
            let last = UInt128(0xffff) << 112
            try batch.add(
                [0...1, documentation + 1...documentation + 5, fd...fd | (1 << 120 - 1), last...UInt128.max],
                to: admins6
            )
            let services = Self.set("services", key: .type(.inetProtocol, .inetService), isCounting: true)
            try batch.add(services)
            try batch.add(
                [
                    SetElement(6, 9443, counter: CounterValue(packets: 2, bytes: 120), comment: "console"),
                    SetElement(17, 53),
                ],
                to: services
            )
            let ranges = Self.set("ranges", key: .type(.inetProtocol, .inetService), isInterval: true)
            try batch.add(ranges)
            try batch.add(
                [SetElement(key: [6, 4000], upper: [6, 4010], comment: "members"), SetElement(17, 9)],
                to: ranges
            )
            let ports = Self.set("ports", key: .type(.inetService))
            try batch.add(ports)
            try batch.add([SetElement(22, comment: "ssh"), 443], to: ports)
            let interfaces = Self.set("interfaces", key: .type(.interfaceName))
            try batch.add(interfaces)
            try batch.add(["eth0", "a-name-of-fiftn"], to: interfaces)
        }
        #expect(actual == expected)
    }

    /// Each rule as nft writes it, and as this library does.
    static let rules: [(nft: String, statements: [Statement])] = [
        (#"iif "lo" accept"#, [.match(.inputInterface, 1), .accept]),
        (#"oif "lo" accept"#, [.match(.outputInterface, 1), .accept]),
        (#"iifname "eth0" jump services"#, [.match(.inputInterfaceName, "eth0"), .jump("services")]),
        (#"oifname != "eth0" goto services"#, [.mismatch(.outputInterfaceName, "eth0"), .goto("services")]),
        (#"iifname { "eth0", "eth1" } accept"#, [.match(.inputInterfaceName, ["eth0", "eth1"]), .accept]),
        ("ct state established,related accept", [.connectionState([.established, .related]), .accept]),
        (
            #"ct state invalid counter name "dropped" drop"#,
            [.connectionState(.invalid), .counter(named: "dropped"), .drop]
        ),
        ("ct state new,untracked accept", [.connectionState([.new, .untracked]), .accept]),
        (
            "meta nfproto ipv4 meta l4proto icmp accept",
            [.match(.nfProtocol, 2), .match(.l4Protocol, 1), .accept]
        ),
        (
            "meta nfproto ipv6 meta l4proto ipv6-icmp accept",
            [.match(.nfProtocol, 10), .match(.l4Protocol, 58), .accept]
        ),
        (
            "icmp type { destination-unreachable, time-exceeded, parameter-problem } accept",
            [.match(.icmpType, [3, 11, 12]), .accept]
        ),
        (
            "icmp type echo-request limit rate 50/second burst 100 packets accept",
            [.match(.icmpType, 8), .limit(50, per: .second, burst: 100), .accept]
        ),
        (
            "icmpv6 type { 133, 134, 135, 136 } ip6 hoplimit 255 accept",
            [.match(.icmpv6Type, [133, 134, 135, 136]), .match(.ip6HopLimit, 255), .accept]
        ),
        (
            "ip6 saddr fe80::/10 icmpv6 type { 130, 131, 132, 143 } accept",
            [
                .match(.ip6Source, .prefix(.ipv6(0xfe80, 0, 0, 0, 0, 0, 0, 0), length: 10)),
                .match(.icmpv6Type, [130, 131, 132, 143]), .accept,
            ]
        ),
        ("ip6 saddr :: icmpv6 type 143 accept", [.match(.ip6Source, 0), .match(.icmpv6Type, 143), .accept]),
        (
            "ip6 saddr fe80::/10 udp sport 547 udp dport 546 accept",
            [
                .match(.ip6Source, .prefix(.ipv6(0xfe80, 0, 0, 0, 0, 0, 0, 0), length: 10)),
                .match(.udpSource, 547), .match(.udpDestination, 546), .accept,
            ]
        ),
        (
            "ip protocol igmp ip daddr { 224.0.0.1, 228.0.0.4 } accept",
            [
                .match(.ipProtocol, 2),
                .match(.ipDestination, .anyOf([SetElement(.ipv4(224, 0, 0, 1)), SetElement(.ipv4(228, 0, 0, 4))])),
                .accept,
            ]
        ),
        ("ip protocol igmp accept", [.match(.ipProtocol, 2), .accept]),
        ("ip saddr @admins jump services", [.match(.ipSource, .set("admins")), .jump("services")]),
        ("ip6 daddr != @admins6 accept", [.mismatch(.ip6Destination, .set("admins6")), .accept]),
        (
            "meta l4proto . th dport @ports accept",
            [.concatenation([.l4Protocol, .transportDestination], in: "ports"), .accept]
        ),
        (
            "meta l4proto . th dport @ranges accept",
            [.concatenation([.l4Protocol, .transportDestination], in: "ranges"), .accept]
        ),
        (
            "fib daddr type { broadcast, multicast } drop",
            [.match(.destinationAddressType, [3, 5]), .drop]
        ),
        ("fib saddr type local accept", [.match(.sourceAddressType, 2), .accept]),
        ("ip saddr 10.9.0.0/24 accept", [.match(.ipSource, .prefix(.ipv4(10, 9, 0, 0), length: 24)), .accept]),
        ("ip saddr != 10.9.0.0/23 accept", [.mismatch(.ipSource, .prefix(.ipv4(10, 9, 0, 0), length: 23)), .accept]),
        (
            "ip saddr 10.9.0.1 tcp dport 22 accept",
            [.match(.ipSource, .value(.ipv4(10, 9, 0, 1))), .match(.tcpDestination, 22), .accept]
        ),
        ("tcp dport 22-23 accept", [.match(.tcpDestination, .range(22, 23)), .accept]),
        ("udp dport != 22-23 accept", [.mismatch(.udpDestination, .range(22, 23)), .accept]),
        ("tcp dport { 22, 80-90 } return", [.match(.tcpDestination, .anyOf([22, .range(80, 90)])), .return]),
        ("tcp sport != { 22, 443 } return", [.mismatch(.tcpSource, [22, 443]), .return]),
        ("meta mark 0x00000005 accept", [.match(.mark, 5), .accept]),
        ("ct mark 0x00000005 accept", [.match(.connectionMark, 5), .accept]),
        (
            #"limit rate 5/minute burst 10 packets log prefix "dropped: " level info"#,
            [.limit(5, per: .minute, burst: 10), .log(prefix: "dropped: ", level: .info)]
        ),
        ("log", [.log()]),
        ("log flags all", [.log(details: .all)]),
        (
            "limit rate over 10 kbytes/second drop",
            [
                .expression(.limit(Limit(10 * 1024, per: .second, burst: 0, unit: .bytes, isOver: true))), .drop,
            ]
        ),
        ("counter drop", [.counter, .drop]),
        ("counter packets 7 bytes 400 drop", [.expression(.counter(CounterValue(packets: 7, bytes: 400))), .drop]),
        ("tcp dport 1 reject with tcp reset", [.match(.tcpDestination, 1), .reject(.tcpReset)]),
        ("reject with icmpx type admin-prohibited", [.reject(.icmpx(.adminProhibited))]),
        ("reject with icmpx type port-unreachable", [.reject(.icmpx(.portUnreachable))]),
        ("meta nfproto ipv4 reject with icmp type net-unreachable", [.match(.nfProtocol, 2), .reject(.icmp(code: 0))]),
    ]

    @Test(arguments: rules)
    func `a rule`(nft: String, statements: [Statement]) async throws {
        let expected = try await listing(
            afterLoading: """
                table inet example {
                    counter dropped { }
                    set admins { typeof ip saddr; flags interval; comment "set admins"; }
                    set admins6 { typeof ip6 saddr; flags interval; comment "set admins6"; }
                    set ports { type inet_proto . inet_service; comment "set ports"; }
                    set ranges { type inet_proto . inet_service; flags interval; comment "set ranges"; }
                    chain services {
                    }
                    chain rules {
                        \(nft) comment "why"
                    }
                }
                """
        )
        let actual = try await listing { batch in
            try batch.add(Table(Self.table))
            try batch.add(Counter(ObjectName(Self.table, "dropped")))
            try batch.add(Self.set("admins", key: .typeof(.ipSource), isInterval: true))
            try batch.add(Self.set("admins6", key: .typeof(.ip6Source), isInterval: true))
            try batch.add(Self.set("ports", key: .type(.inetProtocol, .inetService)))
            try batch.add(Self.set("ranges", key: .type(.inetProtocol, .inetService), isInterval: true))
            try batch.add(Chain(Self.chain("services")))
            try batch.add(Chain(Self.chain("rules")))
            try batch.add(Rule(in: Self.chain("rules"), statements, comment: "why"))
        }
        #expect(actual == expected)
    }
}
