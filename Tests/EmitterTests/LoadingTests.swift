import Emitters
import Policy
import TestSupport
import Testing

@Suite(.needsNetworkNamespaces, .needs(program: "nft")) struct LoadingTests {
    private static let otherTable = """
        table ip other {
        \tset ports {
        \t\ttype inet_service
        \t\telements = { 80 }
        \t}

        \tchain input {
        \t\ttype filter hook input priority filter; policy accept;
        \t\ttcp dport @ports counter packets 0 bytes 0 accept
        \t}
        }

        """

    @Test(arguments: SamplePolicies.all)
    func `a second load gives the same ruleset, and another table stays as it was`(sample: SamplePolicy) async throws {
        let text = NftablesEmitter.emit(sample.policy, toolVersion: "1")
        let once = try await LoadedRuleset.listing(text)
        #expect(once.hasPrefix("table inet carbonwall {\n\tcomment \"host firewall"))
        #expect(once.contains("tcp . 0 comment \"sha256:\(sample.policy.digest)\""))
        #expect(try await LoadedRuleset.listing(Self.otherTable, text, text) == Self.otherTable + once)
    }

    @Test func `one policy replaces another whole`() async throws {
        let texts = SamplePolicies.all.map { NftablesEmitter.emit($0.policy, toolVersion: "1") }
        for (earlier, later) in zip(texts, texts.dropFirst()) {
            #expect(try await LoadedRuleset.listing(earlier, later) == (try await LoadedRuleset.listing(later)))
        }
    }

    @Test func `40 random policies load`() async throws {
        var random = RandomPolicies(seed: 7)
        for _ in 0..<40 {
            let text = NftablesEmitter.emit(random.policy(), toolVersion: "1")
            let listing = try await LoadedRuleset.listing(text)
            #expect(listing.hasPrefix("table inet carbonwall {"))
        }
    }
}
