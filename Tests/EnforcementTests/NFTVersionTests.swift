import Emitters
import Enforcement
import HostRuleset
import Netfilter
import Policy
import TestSupport
import Testing

/// nft of three Debian releases on what was written without any: each lists it as what it loads itself.
@Suite(.needsNetworkNamespaces, .needsAllNFTVersions) struct NFTVersionTests {
    @Test(arguments: SamplePolicies.all + [SamplePolicy("crowd", SamplePolicies.crowd(1500))], NFTVersion.allCases)
    func `a version lists what was written as what it loads`(_ sample: SamplePolicy, _ nft: NFTVersion) async throws {
        try await NetworkNamespace.isolated {
            let list = ["list", "table", "inet", "carbonwall"]
            var batch = try Batch()
            try batch.replace(with: KernelTable(Ruleset(policy: sample.policy)))
            var socket = try NetlinkSocket()
            try socket.commit(batch)
            let written = try nft.run(list)
            #expect(written.succeeded)
            let load = try nft.run(["-f", "-"], input: NftablesEmitter.emit(sample.policy, toolVersion: "test"))
            #expect(load.succeeded)
            #expect(written.output == (try nft.run(list).output))
        }
    }
}
