import Netfilter
import TestSupport
import Testing

/// Rules as nft writes them, and as this library does.
enum RuleSamples {
    struct Sample: Sendable, CustomTestStringConvertible {
        let nft: String
        let statements: [Statement]
        /// Whether nft makes other expressions of it, which do the same: it loads neighbouring ports in one step, and puts a
        /// superfluous one before ranges of concatenations.
        let differsInKernel: Bool

        init(_ nft: String, _ statements: [Statement], differsInKernel: Bool = false) {
            self.nft = nft
            self.statements = statements
            self.differsInKernel = differsInKernel
        }

        var testDescription: String { nft }
    }

    /// A file for nft with what the rules refer to, and one of them.
    static func file(with sample: Sample) -> String {
        """
        table inet example {
            counter dropped { }
            set admins { typeof ip saddr; flags interval; comment "set admins"; }
            set admins6 { typeof ip6 saddr; flags interval; comment "set admins6"; }
            set blocks { typeof ip saddr; comment "set blocks"; }
            set blocks6 { typeof ip6 saddr; comment "set blocks6"; }
            set services { type inet_proto . inet_service; counter; comment "set services"; }
            set ranges { type inet_proto . inet_service; flags interval; comment "set ranges"; }
            chain services {
            }
            chain rules {
                \(sample.nft) comment "why"
            }
        }
        """
    }

    /// What the rules refer to.
    static func addSurroundings(to batch: inout Batch) throws {
        try batch.add(Table(Example.table))
        try batch.add(Counter(Example.object("dropped")))
        for set in [
            Example.admins, Example.admins6, Example.blocks, Example.blocks6, Example.services, Example.ranges,
        ] {
            try batch.add(set)
        }
        try batch.add(Chain(Example.chain("services")))
        try batch.add(Chain(Example.chain("rules")))
    }

    static let all: [Sample] = [
        Sample(#"iif "lo" accept"#, [.match(.inputInterface, 1), .accept]),
        Sample(#"oif "lo" accept"#, [.match(.outputInterface, 1), .accept]),
        Sample(#"iifname "eth0" jump services"#, [.match(.inputInterfaceName, "eth0"), .jump("services")]),
        Sample(#"oifname != "eth0" goto services"#, [.mismatch(.outputInterfaceName, "eth0"), .goto("services")]),
        Sample(#"iifname { "eth0", "eth1" } accept"#, [.match(.inputInterfaceName, ["eth0", "eth1"]), .accept]),
        Sample("ct state established,related accept", [.connectionState([.established, .related]), .accept]),
        Sample(
            #"ct state invalid counter name "dropped" drop"#,
            [.connectionState(.invalid), .counter(named: "dropped"), .drop]
        ),
        Sample("ct state new,untracked accept", [.connectionState([.new, .untracked]), .accept]),
        Sample(
            "meta nfproto ipv4 meta l4proto icmp accept",
            [.match(.nfProtocol, 2), .match(.l4Protocol, 1), .accept]
        ),
        Sample(
            "meta nfproto ipv6 meta l4proto icmpv6 accept",
            [.match(.nfProtocol, 10), .match(.l4Protocol, 58), .accept]
        ),
        Sample(
            "icmp type { destination-unreachable, time-exceeded, parameter-problem } accept",
            [.match(.icmpType, [3, 11, 12]), .accept]
        ),
        Sample(
            "icmp type echo-request limit rate 50/second burst 100 packets accept",
            [.match(.icmpType, 8), .limit(50, per: .second, burst: 100), .accept]
        ),
        Sample(
            "icmpv6 type { 133, 134, 135, 136 } ip6 hoplimit 255 accept",
            [.match(.icmpv6Type, [133, 134, 135, 136]), .match(.ip6HopLimit, 255), .accept]
        ),
        Sample(
            "ip6 saddr fe80::/10 icmpv6 type { 130, 131, 132, 143 } accept",
            [
                .match(.ip6Source, .prefix(.ipv6(0xfe80, 0, 0, 0, 0, 0, 0, 0), length: 10)),
                .match(.icmpv6Type, [130, 131, 132, 143]), .accept,
            ]
        ),
        Sample("ip6 saddr :: icmpv6 type 143 accept", [.match(.ip6Source, 0), .match(.icmpv6Type, 143), .accept]),
        Sample(
            "ip6 saddr fe80::/10 udp sport 547 udp dport 546 accept",
            [
                .match(.ip6Source, .prefix(.ipv6(0xfe80, 0, 0, 0, 0, 0, 0, 0), length: 10)),
                .match(.udpSource, 547), .match(.udpDestination, 546), .accept,
            ],
            differsInKernel: true
        ),
        Sample(
            "ip protocol igmp ip daddr { 224.0.0.1, 228.0.0.4 } accept",
            [
                .match(.ipProtocol, 2),
                .match(.ipDestination, .anyOf([SetElement(.ipv4(224, 0, 0, 1)), SetElement(.ipv4(228, 0, 0, 4))])),
                .accept,
            ]
        ),
        Sample("ip protocol igmp accept", [.match(.ipProtocol, 2), .accept]),
        Sample("ip saddr @admins jump services", [.match(.ipSource, .set("admins")), .jump("services")]),
        Sample(
            "ip saddr & 255.255.255.0 @blocks accept",
            [.match(.ipSource, .blocks(in: "blocks", prefixLength: 24)), .accept]
        ),
        Sample(
            "ip6 daddr & ffff:ffff:ffff:ffff:: @blocks6 accept",
            [.match(.ip6Destination, .blocks(in: "blocks6", prefixLength: 64)), .accept]
        ),
        Sample("ip6 daddr != @admins6 accept", [.mismatch(.ip6Destination, .set("admins6")), .accept]),
        Sample(
            "meta l4proto . th dport @services accept",
            [.concatenation([.l4Protocol, .transportDestination], in: "services"), .accept]
        ),
        Sample(
            "meta l4proto . th dport @ranges accept",
            [.concatenation([.l4Protocol, .transportDestination], in: "ranges"), .accept],
            differsInKernel: true
        ),
        Sample(
            "fib daddr type { broadcast, multicast } drop",
            [.match(.destinationAddressType, [3, 5]), .drop]
        ),
        Sample("fib saddr . iif oif missing drop", [.match(.sourceReachability, 0), .drop]),
        Sample("fib saddr . iif oif exists accept", [.match(.sourceReachability, 1), .accept]),
        Sample("fib saddr type local accept", [.match(.sourceAddressType, 2), .accept]),
        Sample("ip saddr 10.9.0.0/24 accept", [.match(.ipSource, .prefix(.ipv4(10, 9, 0, 0), length: 24)), .accept]),
        Sample(
            "ip saddr != 10.9.0.0/23 accept",
            [.mismatch(.ipSource, .prefix(.ipv4(10, 9, 0, 0), length: 23)), .accept]
        ),
        Sample(
            "ip saddr 10.9.0.1 tcp dport 22 accept",
            [.match(.ipSource, .value(.ipv4(10, 9, 0, 1))), .match(.tcpDestination, 22), .accept]
        ),
        Sample("tcp dport 22-23 accept", [.match(.tcpDestination, .range(22, 23)), .accept]),
        Sample("udp dport != 22-23 accept", [.mismatch(.udpDestination, .range(22, 23)), .accept]),
        Sample("tcp dport { 22, 80-90 } return", [.match(.tcpDestination, .anyOf([22, .range(80, 90)])), .return]),
        Sample("tcp sport != { 22, 443 } return", [.mismatch(.tcpSource, [22, 443]), .return]),
        Sample("meta mark 0x00000005 accept", [.match(.mark, 5), .accept]),
        Sample("ct mark 0x00000005 accept", [.match(.connectionMark, 5), .accept]),
        Sample(
            #"limit rate 5/minute burst 10 packets log prefix "dropped: " level info"#,
            [.limit(5, per: .minute, burst: 10), .log(prefix: "dropped: ", level: .info)]
        ),
        Sample("log", [.log()]),
        Sample("log flags all", [.log(details: .all)]),
        Sample(
            "limit rate over 10 kbytes/second drop",
            [
                .expression(.limit(Limit(10 * 1024, per: .second, burst: 0, unit: .bytes, isOver: true))), .drop,
            ]
        ),
        Sample("counter drop", [.counter, .drop]),
        Sample(
            "counter packets 7 bytes 400 drop",
            [.expression(.counter(CounterValue(packets: 7, bytes: 400))), .drop]
        ),
        Sample("tcp dport 1 reject with tcp reset", [.match(.tcpDestination, 1), .reject(.tcpReset)]),
        Sample("reject with icmpx type admin-prohibited", [.reject(.icmpx(.adminProhibited))]),
        Sample("reject with icmpx type port-unreachable", [.reject(.icmpx(.portUnreachable))]),
        Sample(
            "meta nfproto ipv4 reject with icmp type net-unreachable",
            [.match(.nfProtocol, 2), .reject(.icmp(code: 0))]
        ),
        Sample(
            "meta nfproto ipv6 reject with icmpv6 type port-unreachable",
            [.match(.nfProtocol, 10), .reject(.icmp(code: 4))]
        ),
    ]
}
