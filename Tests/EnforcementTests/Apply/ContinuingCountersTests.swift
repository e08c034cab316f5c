import Emitters
import Enforcement
import HostRuleset
import Netfilter
import Policy
import TestSupport
import Testing

/// What has counted goes on, whatever changes around it.
@Suite(.needsNetworkNamespaces, .needs(program: "nft")) struct ContinuingCountersTests {
    private static let policy = SamplePolicies.apim

    /// Loads `policy`, every counter of which stands at 7 packets.
    private static func load() throws {
        let text = NftablesEmitter.emit(policy, toolVersion: "test")
            .replacing(" counter comment", with: " counter packets 7 bytes 420 comment")
            .replacing("tcp . 22 counter", with: "tcp . 22 counter packets 7 bytes 420")
            .replacing("nothing allows\"", with: "nothing allows\"\npackets 7 bytes 420")
        try ProcessRunner.output(of: ["nft", "-f", "-"], input: Array(text.utf8))
    }

    /// The lines of the listing that have counted, after every counter of `policy` stood at 7 packets and `wanted` was brought.
    private func counted(bringing wanted: HostPolicy) async throws -> (lines: [String], kinds: Set<ChangeKind>) {
        try await NetworkNamespace.isolated {
            try Self.load()
            let kinds = try Kernel.bring(to: wanted)
            return (
                try Kernel.listing().split(separator: "\n").map(String.init).filter { $0.contains("packets 7 b") },
                kinds
            )
        }
    }

    @Test func `the way back goes on counting, also what only the rules before it count`() async throws {
        let lines = try await NetworkNamespace.isolated {
            try Self.load()
            var before = Self.policy
            before.services.append(SamplePolicies.service("ldap", 10389, for: [.directory], "LDAP"))
            let stored = try Batch.making(KernelTable(Ruleset(policy: before))).serialized
            _ = try KernelRestorer().restore(.batch(stored))
            return try Kernel.listing().split(separator: "\n").filter { $0.contains("packets ") }.map(String.init)
        }
        #expect(lines.joined().count(of: "packets 7 bytes 420") == Self.all)
        #expect(lines.joined().count(of: "tcp . 10389 counter packets 0 bytes 0") == 1)
    }

    /// How many of `policy` count: its services' ports, one of them twice, the way in, and what is dropped.
    private static let all = 5 + 1 + 1

    @Test func `a port that moves begins anew, all others go on`() async throws {
        var wanted = Self.policy
        let place = try #require(wanted.services.firstIndex { $0.id == "pass-through-http" })
        wanted.services[place].ports = try #require(PortRange(8282))
        let (lines, kinds) = try await counted(bringing: wanted)
        #expect(lines.joined().count(of: "packets 7 b") == Self.all - 1)
        #expect(kinds == [.addElements, .deleteElements])
    }

    @Test func `a port whose comment changes goes on`() async throws {
        var wanted = Self.policy
        let place = try #require(wanted.services.firstIndex { $0.id == "servlet-https" })
        wanted.services[place].summary = "another text"
        let (lines, kinds) = try await counted(bringing: wanted)
        #expect(lines.joined().count(of: "packets 7 b") == Self.all)
        #expect(
            lines.joined().count(of: "packets 7 bytes 420 comment \"apim servlet-https 9443+1: another text\"") == 2
        )
        #expect(kinds == .replacement, "it stands in two sets")
    }

    @Test func `rules that change go on counting`() async throws {
        var wanted = Self.policy
        wanted.interfaces = [InterfaceName("eth0")].compactMap(\.self)
        let (lines, kinds) = try await counted(bringing: wanted)
        #expect(lines.joined().count(of: "packets 7 b") == Self.all)
        #expect(kinds == .replacement)
    }

    @Test func `a table that is replaced goes on counting where it counted before`() async throws {
        var wanted = Self.policy
        wanted.services.append(SamplePolicies.service("ldap", 10389, for: [.directory], "LDAP"))
        let (lines, kinds) = try await counted(bringing: wanted)
        #expect(lines.joined().count(of: "packets 7 b") == Self.all)
        #expect(kinds == .replacement)
    }
}

extension String {
    fileprivate func count(of text: String) -> Int { ranges(of: text).count }
}
