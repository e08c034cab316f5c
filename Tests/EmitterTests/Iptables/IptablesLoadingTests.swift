import Emitters
import Policy
import TestSupport
import Testing

/// What both kinds of iptables-restore make of the files.
@Suite(.needsNetworkNamespaces, .needs(program: "iptables-restore")) struct IptablesLoadingTests {
    @Test(arguments: await IptablesKind.working)
    func `samples and 40 random policies load, and read back they load again to the same`(kind: IptablesKind)
        async throws
    {
        var random = RandomPolicies(seed: 17)
        let policies =
            SamplePolicies.all.map(\.policy) + [SamplePolicies.manySources] + (0..<40).map { _ in random.policy() }
        for policy in policies {
            let files = try IptablesEmitter.restoreFiles(policy, toolVersion: "1")
            let listings = try await NetworkNamespace.isolated {
                let programs = try ScriptHost(kind)
                try programs.output(of: "iptables-restore", "--test", input: files.v4)
                try programs.output(of: "ip6tables-restore", "--test", input: files.v6)
                try programs.output(of: "iptables-restore", input: files.v4)
                try programs.output(of: "ip6tables-restore", input: files.v6)
                let once = try programs.listing(of: ["mangle", "filter"])
                try programs.output(of: "iptables-restore", input: programs.output(of: "iptables-save"))
                try programs.output(of: "ip6tables-restore", input: programs.output(of: "ip6tables-save"))
                return [once, try programs.listing(of: ["mangle", "filter"])]
            }
            #expect(listings[0] == listings[1])
            let rules = (files.v4 + files.v6).split(separator: "\n").filter { $0.hasPrefix("-A ") }
            #expect(listings[0].split(separator: "\n").filter { $0.hasPrefix("-A ") }.count == rules.count)
        }
    }

    @Test(arguments: await IptablesKind.working)
    func `whatever the texts of a policy say, the kernel gets the same rules`(kind: IptablesKind) async throws {
        let texts = IptablesScriptTests.texts.map { $0.replacing("\u{0}", with: "") } + ["text"]
        let files = try texts.map { try IptablesEmitter.restoreFiles(SamplePolicies.saying($0), toolVersion: $0) }
        let listings = try await NetworkNamespace.isolated {
            let programs = try ScriptHost(kind)
            return try files.map { file in
                try programs.output(of: "iptables-restore", input: file.v4)
                try programs.output(of: "ip6tables-restore", input: file.v6)
                return try programs.listing().replacing(#/ -m comment --comment ("[^"]*"|[^ ]+)/#, with: "")
            }
        }
        #expect(Set(listings).count == 1)
        #expect(listings[0].contains("-A CARBONWALL-GUARD -p tcp -m tcp --dport 22 -j ACCEPT"))
    }
}
