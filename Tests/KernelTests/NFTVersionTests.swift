import TestSupport
import Testing

/// Every ruleset through the nft of three Debian releases: an older one may crash on what a newer one wrote.
@Suite(.needsNetworkNamespaces, .needsAllNFTVersions)
struct NFTVersionTests {
    @Test func `there are emitted rulesets and files of examples to try`() throws {
        let samples = try RulesetSample.all
        #expect(samples.count > TestedHost.allCases.count)
    }

    @Test(arguments: try RulesetSample.all)
    func `each version loads it, and lists alike what any of them loaded, once or twice`(sample: RulesetSample)
        async throws
    {
        let text = try sample.text
        var listings: [NFTVersion: Set<String>] = [:]
        for writer in NFTVersion.allCases {
            let load = try await NetworkNamespace.isolated { try Load(of: text, by: writer) }
            #expect(load.failures.isEmpty)
            #expect(load.otherTablesBefore == load.otherTablesAfter)
            listings.merge(load.listings) { $0.union($1) }
        }
        for (reader, different) in listings {
            #expect(different.count == 1, "\(reader) lists one ruleset, whoever loaded it")
            #expect(different.allSatisfy { $0.contains("hook input") })
        }
    }
}

/// A ruleset loaded twice by one version beside tables of others, and what every version lists of it.
private struct Load {
    /// By who lists it, after the first and the second time.
    private(set) var listings: [NFTVersion: Set<String>] = [:]
    /// Every run that didn't leave with exit code 0.
    private(set) var failures: [String] = []
    private(set) var otherTablesBefore = ""
    private(set) var otherTablesAfter = ""

    private static let otherTables = """
        table ip carbonwall {
            set blocked {
                typeof ip saddr
                elements = { 192.0.2.1, 192.0.2.2 }
            }
            chain input {
                type filter hook input priority 10; policy accept;
                ip saddr @blocked counter packets 7 bytes 700 drop
            }
        }
        table inet others {
            counter seen {
                packets 3 bytes 300
            }
            chain forward {
                type filter hook forward priority 0; policy drop;
                counter name seen
            }
        }
        """

    /// Does it all in the calling thread's network namespace.
    init(of text: String, by writer: NFTVersion) throws {
        _ = try run(writer, "-f", "-", input: Self.otherTables)
        otherTablesBefore = try listOtherTables(writer)
        for _ in 1...2 {
            _ = try run(writer, "-f", "-", input: text)
            for reader in NFTVersion.allCases {
                listings[reader, default: []].insert(try run(reader, "list", "table", "inet", "carbonwall"))
            }
        }
        otherTablesAfter = try listOtherTables(writer)
    }

    private mutating func listOtherTables(_ reader: NFTVersion) throws -> String {
        try run(reader, "list", "table", "ip", "carbonwall") + run(reader, "list", "table", "inet", "others")
    }

    private mutating func run(_ version: NFTVersion, _ arguments: String..., input: String = "") throws -> String {
        let result = try version.run(arguments, input: input)
        if !result.succeeded { failures.append("nft \(version) \(arguments): \(result.status) \(result.errors)") }
        return result.output
    }
}
