import HostRuleset
import Netfilter
import Policy
import TestSupport
import Testing

@testable import Enforcement

/// What a kernel has, asked of the real one in namespaces of their own.
@Suite(.needsNetworkNamespaces) struct KernelFeatureTests {
    private static func table(_ policy: HostPolicy) throws -> KernelTable { try KernelTable(Ruleset(policy: policy)) }

    @Test func `this kernel lacks nothing`() async throws {
        let missing = try await NetworkNamespace.isolated {
            var socket = try NetlinkSocket()
            return try KernelFeature.missing(&socket)
        }
        #expect(missing.isEmpty)
    }

    @Test(.needs(program: "nft")) func `looking for features changes neither the ruleset nor its generation`()
        async throws
    {
        try await NetworkNamespace.isolated {
            try ProcessRunner.output(of: [
                "nft", "add table inet other { chain input { type filter hook input priority 0 ; } ; }",
            ])
            var socket = try NetlinkSocket()
            let generation = try socket.generation()
            let listing = try ProcessRunner.output(of: ["nft", "-a", "list", "ruleset"])
            _ = try KernelFeature.missing(&socket)
            #expect(try socket.generation() == generation)
            #expect(try ProcessRunner.output(of: ["nft", "-a", "list", "ruleset"]) == listing)
        }
    }

    @Test(.needs(program: "nft")) func `somebody else's transaction meanwhile isn't disturbed`() async throws {
        try await NetworkNamespace.isolated {
            try Background.repeating({
                try ProcessRunner.output(of: ["nft", "add table inet other ; delete table inet other"])
            }) {
                var socket = try NetlinkSocket()
                for _ in 0..<50 { #expect(try KernelFeature.missing(&socket).isEmpty) }
            }
        }
    }

    /// What a kernel says of an expression that it wasn't built with: no kernel has this one.
    @Test func `what the kernel doesn't know is missing`() async throws {
        try await NetworkNamespace.isolated {
            let chain = ChainName(TableName(.inet, "probe"), "probe")
            var batch = try Batch()
            try batch.add(Table(chain.table))
            try batch.add(Chain(chain))
            try batch.add(Rule(in: chain, expressions: [.other(name: "carbonwall", attributes: [])]))
            var socket = try NetlinkSocket()
            #expect(try !KernelFeature.isTaken(batch, by: &socket))
            #expect(try socket.tables().isEmpty)
        }
    }

    @Test(arguments: KernelFeature.allCases)
    func `each probe uses what it is for`(feature: KernelFeature) async throws {
        let loaded = try await NetworkNamespace.isolated {
            var socket = try NetlinkSocket()
            try socket.commit(try feature.probe())
            let name = try #require(try socket.tables().first?.name)
            return try #require(try LiveTable(name, from: &socket).table)
        }
        #expect(KernelFeature.needed(by: loaded).contains(feature))
    }

    @Test func `a whole host needs every feature`() throws {
        var policy = SamplePolicies.apim
        policy.guards.append(AdministratorGuard(TransportPorts(.udp, .ssh), from: .privateRanges))
        policy.rejects = true
        #expect(KernelFeature.needed(by: try Self.table(policy)) == KernelFeature.allCases)
    }

    @Test func `what a policy doesn't need isn't asked for`() throws {
        let table = try Self.table(HostPolicy(title: "nothing", services: [], scope: .product(fenced: [])))
        #expect(KernelFeature.needed(by: table) == [.tables, .inetChains, .connectionTracking, .sets])
    }

    @Test func `without the privilege it is said so`() async throws {
        await #expect(throws: NetfilterError.notPermitted) {
            try await NetworkNamespace.isolated {
                try NetworkNamespace.renounceAdministration()
                var socket = try NetlinkSocket()
                _ = try KernelFeature.missing(&socket)
            }
        }
    }

    @Test func `a refusal for another reason isn't explained by features`() async throws {
        let table = try Self.table(SamplePolicies.apim)
        let explanation = try await NetworkNamespace.isolated {
            var socket = try NetlinkSocket()
            return MissingFeatures(explaining: NetfilterError.refused([]), of: table, &socket)
        }
        #expect(explanation == nil)
    }

    @Test(arguments: [
        (NetfilterError.SystemCall.socket, Int32(93)), (.request, 22), (.request, 95),
    ])
    func `no answer to the first question means no nf_tables`(call: NetfilterError.SystemCall, code: Int32) {
        let error = NetfilterError.system(call, ErrorNumber(rawValue: code))
        #expect(MissingFeatures(explainingFirstAnswer: error)?.features == [.tables])
        #expect(MissingFeatures(explainingFirstAnswer: .notPermitted) == nil)
    }

    @Test func `what is missing is named with where it comes from`() {
        let missing = MissingFeatures(features: [.connectionTracking, .logging])
        #expect(
            missing.description == """
                this kernel lacks what the policy needs: ct state (CONFIG_NFT_CT, modules nft_ct and nf_conntrack); \
                log (CONFIG_NFT_LOG and CONFIG_NF_LOG_SYSLOG, modules nft_log and nf_log_syslog)
                """
        )
    }
}
