import Emitters
import Policy
import TestSupport
import Testing

@Suite(.needsNetworkNamespaces, .needs(program: "nft")) struct HostileTextTests {
    private static let texts = [
        "\"", "\" } delete table inet carbonwall\n", "; flush ruleset", "}\n}\nflush ruleset\n", "\n", "\r", "$(id)",
        "`id`",
        "\\", "\\\n", "\\\"", "*", "\\*", "#", "{", "\u{0}", "\u{1b}[2J", "\u{202e}\u{2066}", "\u{2028}", "%s%n",
        "@file", "$x",
        "\ninclude \"/etc/passwd\"", "e\u{301}", "\u{feff}", "🔥", "comment \"x\"",
    ]

    @Test(arguments: texts.indices)
    func `whatever the texts of a policy say, the kernel gets the same rules`(index: Int) async throws {
        try await expectSameRules(Self.texts[index])
    }

    @Test(arguments: ["x", "\"", "\n", "\u{202e}"])
    func `texts of a megabyte give the same rules too`(part: String) async throws {
        try await expectSameRules(String(repeating: part, count: 1_000_000))
    }

    private func expectSameRules(_ text: String) async throws {
        let hostile = NftablesEmitter.emit(SamplePolicies.saying(text), toolVersion: text)
        let harmless = NftablesEmitter.emit(SamplePolicies.saying("text"), toolVersion: "1")
        let (one, two) = (try await LoadedRuleset.listing(hostile), try await LoadedRuleset.listing(harmless))
        #expect(one.withoutComments == two.withoutComments)
        #expect(hostile.utf8.count < harmless.utf8.count + 20_000)
    }

    @Test func `the names of egress groups can hold anything`() async throws {
        var policy = SamplePolicies.everything
        policy.egress = (Self.texts + [String(repeating: "\"", count: 1_000_000)]).map { text in
            EgressGroup(
                name: text,
                destinations: SamplePolicies.addresses("10.0.0.1"),
                services: [EgressService(TransportPorts(.tcp, .ssh), summary: "needed")]
            )
        }
        let listing = try await LoadedRuleset.listing(NftablesEmitter.emit(policy, toolVersion: "1"))
        let chains = listing.split(separator: "\n").filter { $0.hasPrefix("\tchain to_") }
        #expect(chains.count == Self.texts.count + 1)
    }
}

extension String {
    /// Without each `comment "…"`, whose text holds no quotation mark.
    fileprivate var withoutComments: String {
        split(separator: "comment \"", omittingEmptySubsequences: false).enumerated()
            .map { index, part in index == 0 ? part : part.drop { $0 != "\"" }.dropFirst() }
            .joined()
    }
}
