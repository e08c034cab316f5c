import Netfilter
import TestSupport
import Testing

/// Table `inet example` as a file for nft and as a batch: `nft list ruleset` must show the same, byte for byte.
@Suite(.needsNetworkNamespaces, .needs(program: "nft")) struct SameAsNftTests {
    private static let list = ["nft", "list", "ruleset"]

    private func listing(afterLoading text: String) async throws -> String {
        try await NetworkNamespace.isolated {
            try ProcessRunner.output(of: ["nft", "-f", "-"], input: Array(text.utf8))
            return try ProcessRunner.output(of: Self.list)
        }
    }

    private func listing(afterCommitting build: @escaping @Sendable (inout Batch) throws -> Void) async throws -> String
    {
        try await NetworkNamespace.isolated {
            try Example.commit(build)
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
            try batch.add(Table(Example.table, comment: "a table"))
            try batch.add(Chain(Example.chain("services"), comment: "jumped to"))
            try batch.add(Chain(Example.chain("input"), base: BaseChain(.filter, .input, priority: -5, policy: .drop)))
            try batch.add(Chain(Example.chain("output"), base: BaseChain(.filter, .output, priority: 10)))
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
                        size 1000
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
            try batch.add(Table(Example.table))
            try batch.add(
                Counter(
                    Example.object("dropped"),
                    value: CounterValue(packets: 3, bytes: 180),
                    comment: "a counter"
                )
            )
            try batch.add(Example.admins)
            try batch.add(
                ipv4Intervals: [
                    0x0a00_0000...0x0aff_ffff, 0xc000_0201...0xc000_0201, 0xc000_0207...0xc000_0209,
                    UInt32.max...UInt32.max,
                ],
                to: Example.admins
            )
            try batch.add(Example.admins6)
            let fd = UInt128(0xfd) << 120
            let documentation = UInt128(0x2001_0db8) << 96
            let last = UInt128(0xffff) << 112
            try batch.add(
                ipv6Intervals: [
                    0...1, documentation + 1...documentation + 5, fd...fd | (1 << 120 - 1), last...UInt128.max,
                ],
                to: Example.admins6
            )
            try batch.add(Example.services)
            try batch.add(
                [
                    SetElement(6, 9443, counter: CounterValue(packets: 2, bytes: 120), comment: "console"),
                    SetElement(17, 53),
                ],
                to: Example.services
            )
            try batch.add(Example.ranges)
            try batch.add(
                [SetElement(key: [6, 4000], upper: [6, 4010], comment: "members"), SetElement(17, 9)],
                to: Example.ranges
            )
            try batch.add(Example.ports)
            try batch.add([SetElement(22, comment: "ssh"), 443], to: Example.ports)
            try batch.add(Example.interfaces)
            try batch.add(["eth0", "a-name-of-fiftn"], to: Example.interfaces)
        }
        #expect(actual == expected)
    }

    @Test(arguments: RuleSamples.all)
    func `a rule`(_ sample: RuleSamples.Sample) async throws {
        let expected = try await listing(afterLoading: RuleSamples.file(with: sample))
        let actual = try await listing { batch in
            try RuleSamples.addSurroundings(to: &batch)
            try batch.add(Rule(in: Example.chain("rules"), sample.statements, comment: "why"))
        }
        #expect(actual == expected)
    }
}
