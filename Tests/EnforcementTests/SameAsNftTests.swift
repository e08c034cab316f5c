import Emitters
import Enforcement
import HostRuleset
import Netfilter
import Policy
import TestSupport
import Testing

/// What is written to the kernel lists byte for byte as what `nft -f` makes of the emitted file.
@Suite(.needsNetworkNamespaces, .needs(program: "nft")) struct SameAsNftTests {
    private static let list = ["nft", "list", "table", "inet", "carbonwall"]

    private static func listing(loading policy: HostPolicy, isAuditOnly: Bool = false) throws -> String {
        let text = NftablesEmitter.emit(policy, toolVersion: "test", isAuditOnly: isAuditOnly)
        try ProcessRunner.output(of: ["nft", "-f", "-"], input: Array(text.utf8))
        return try ProcessRunner.output(of: list)
    }

    private static func listing(committing policy: HostPolicy, isAuditOnly: Bool = false) throws -> String {
        let ruleset = Ruleset(policy: policy)
        let batch = try Batch.making(KernelTable(isAuditOnly ? ruleset.auditOnly : ruleset))
        var socket = try NetlinkSocket()
        try socket.commit(batch)
        return try ProcessRunner.output(of: list)
    }

    @Test(arguments: SamplePolicies.all + [SamplePolicy("crowd", SamplePolicies.crowd(1500))])
    func `a policy`(_ sample: SamplePolicy) async throws {
        let (written, loaded) = try await NetworkNamespace.isolated {
            let loaded = try Self.listing(loading: sample.policy)
            return (try Self.listing(committing: sample.policy), loaded)
        }
        #expect(written == loaded)
    }

    /// A thousand with `make test-applies`.
    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func `random policies`(seed: UInt64) async throws {
        try await NetworkNamespace.isolated {
            var policies = RandomPolicies(seed: seed)
            for _ in 0..<Repetitions.count("CARBONWALL_POLICIES", usual: 10) {
                let policy = policies.policy()
                let loaded = try Self.listing(loading: policy)
                let written = try Self.listing(committing: policy)
                #expect(written == loaded)
            }
        }
    }
}
