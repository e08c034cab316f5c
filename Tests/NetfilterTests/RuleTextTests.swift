import TestSupport
import Testing

@testable import Netfilter

/// Rules in nft's words: nft makes the same rules of them.
@Suite struct RuleTextTests {
    private static func rule(_ sample: RuleSamples.Sample) throws -> Rule {
        try Rule(in: Example.chain("rules"), sample.statements)
    }

    @Test(.needsNetworkNamespaces, .needs(program: "nft"), arguments: RuleSamples.all)
    func `nft reads a rule's text as the same rule`(_ sample: RuleSamples.Sample) async throws {
        let rule = try Self.rule(sample)
        let text = RuleSamples.Sample(rule.description, sample.statements)
        let loaded = try await NetworkNamespace.isolated {
            try ProcessRunner.output(of: ["nft", "-f", "-"], input: Array(RuleSamples.file(with: text).utf8))
            var socket = try NetlinkSocket()
            return try socket.contents(of: Example.table)?.rules.map(\.rule) ?? []
        }
        #expect(sample.differsInKernel || loaded.map(\.expressions) == [rule.expressions], "\(rule)")
    }

    /// Rules that somebody wrote by hand, and this library doesn't write.
    @Test(
        .needsNetworkNamespaces,
        .needs(program: "nft"),
        arguments: [
            ##"iifname "docker*" accept"##, ##"oifname != "eth*" drop"##, "tcp dport 22 continue",
            "ip ttl 1 drop", "fib daddr type local accept", "tcp flags & (syn | ack) == syn accept",
        ]
    )
    func `nft reads what is said of somebody's rule as the same rule`(written: String) async throws {
        let rules = try await NetworkNamespace.isolated {
            let first = try Self.loaded(written)
            return [first, try Self.loaded(first.description)]
        }
        #expect(rules[0].expressions == rules[1].expressions, "\(rules[0])")
    }

    @Test(
        .needsNetworkNamespaces,
        .needs(program: "nft"),
        arguments: ["meta pkttype broadcast drop", "meta skuid 1000 drop"]
    )
    func `what this library has no words for stands in brackets`(written: String) async throws {
        let rule = try await NetworkNamespace.isolated { try Self.loaded(written) }
        #expect(rule.description.hasPrefix("[ meta "), "\(rule)")
    }

    /// The rule that nft makes of `text`, in the calling thread's namespace.
    private static func loaded(_ text: String) throws -> Rule {
        let file = """
            table inet example
            delete table inet example
            table inet example {
                chain rules {
                    \(text)
                }
            }
            """
        try ProcessRunner.output(of: ["nft", "-f", "-"], input: Array(file.utf8))
        var socket = try NetlinkSocket()
        return try #require(socket.contents(of: Example.table)?.rules.first?.rule)
    }

    /// The samples that nft lists with the same words.
    @Test(arguments: [
        "ct state established,related accept", "tcp dport 22-23 accept", "udp dport != 22-23 accept",
        "ip saddr 10.9.0.0/24 accept", "ip saddr != 10.9.0.0/23 accept", "ip saddr 10.9.0.1 tcp dport 22 accept",
        "ip saddr & 255.255.255.0 @blocks accept", "meta l4proto . th dport @services accept",
        "tcp dport { 22, 80-90 } return", "meta nfproto ipv4 meta l4proto icmp accept", "log flags all",
        #"limit rate 5/minute burst 10 packets log prefix "dropped: " level info"#,
        "reject with icmpx type port-unreachable",
        #"iifname { "eth0", "eth1" } accept"#, "counter packets 7 bytes 400 drop", "ip6 daddr != @admins6 accept",
    ])
    func `the words are nft's own`(text: String) throws {
        let sample = try #require(RuleSamples.all.first { $0.nft == text })
        #expect(try Self.rule(sample).description == text)
    }

    @Test func `what has no words is in brackets, and a comment at the end`() {
        let steps: [Expression] = [
            .payload(Payload(.transport, offset: 4, length: 4)), .compare(.greater, [0, 0, 0, 1]),
        ]
        let rest: [Expression] = [.other(name: "nat", attributes: []), .compare(.equal, [1]), .verdict(.other(3))]
        let rule = Rule(in: Example.chain("rules"), expressions: steps + rest, comment: "why")
        #expect(rule.description == #"@th,32,32 > 0x00000001 [ nat ] @th,32,32 0x01 [ verdict 3 ] comment "why""#)
        let second = Register(word: 4)
        let both: [Expression] = [
            .payload(Payload(.network, offset: 12, length: 4)), .meta(.mark, into: second),
            .compare(.equal, [10, 0, 0, 1]),
            .compare(.equal, [5, 0, 0, 0], with: second), .compare(.greaterOrEqual, [10, 0, 0, 2]),
        ]
        let ip = ChainName(TableName(.ip, "example"), "rules")
        let text = Rule(in: ip, expressions: both).description
        #expect(text == "ip saddr 10.0.0.1 meta mark 0x5 ip saddr >= 10.0.0.2")
        let alone = Rule(in: Example.chain("rules"), expressions: [.compare(.equal, [1])])
        #expect(alone.description == "[ a comparison ]")
    }
}
