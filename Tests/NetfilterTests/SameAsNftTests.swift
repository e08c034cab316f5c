import Netfilter
import TestSupport
import Testing

@Suite(.needsNetworkNamespaces, .needs(program: "nft")) struct SameAsNftTests {
    @Test func `a table with a chain and a rule lists like nft's`() async throws {
        let text = """
            table inet example {
                comment "a table"
                chain input {
                    type filter hook input priority filter - 5; policy drop;
                    tcp dport 22 accept comment "ssh"
                }
            }
            """
        let expected = try await NetworkNamespace.isolated {
            try ProcessRunner.output(of: ["nft", "-f", "-"], input: Array(text.utf8))
            return try ProcessRunner.output(of: ["nft", "list", "ruleset"])
        }
        let actual = try await NetworkNamespace.isolated {
            let table = TableName(.inet, "example")
            let input = ChainName(table, "input")
            var batch = try Batch()
            try batch.add(Table(table, comment: "a table"))
            try batch.add(Chain(input, base: BaseChain(.filter, .input, priority: -5, policy: .drop)))
            try batch.add(Rule(in: input, [.match(.tcpDestination, 22), .accept], comment: "ssh"))
            var socket = try NetlinkSocket()
            try socket.commit(batch)
            return try ProcessRunner.output(of: ["nft", "list", "ruleset"])
        }
        #expect(actual == expected)
        #expect(actual.contains("ssh"))
    }
}
