import Emitters
import Policy
import TestSupport
import Testing

/// Many addresses, in sets and in rules.
@Suite(.needsNetworkNamespaces, .needsIptables, .needs(program: "ipset")) struct IptablesSetTests {
    @Test(arguments: await IptablesKind.working, [true, false])
    func `each address gets what the policy says, with ipset and without`(kind: IptablesKind, hasSets: Bool)
        async throws
    {
        let policy = SamplePolicies.manySources
        let packets = [0, 1, 2, 501, 998, 999, 1000, 1001].flatMap { number in
            AddressFamily.allCases.map { SamplePolicies.packet(fromNumber: number, $0) }
        }
        let script = try IptablesEmitter.script(policy, toolVersion: "0")
        let (passed, sets, status) = try await NetworkNamespace.isolated {
            let host = try FirewalledHost()
            let programs = try ScriptHost(kind)
            if !hasSets { try programs.add("ipset", "exit 1") }
            try host.start(script, on: programs)
            let status = try host.inside.perform { try programs.run(script, "status").status }
            let sets = try host.inside.perform { try ProcessRunner.output(of: ["ipset", "list", "-n"]) }
            return (try packets.map { try host.passes($0) }, sets, status)
        }
        #expect(passed == packets.map { policy.verdict(for: $0) == .accept })
        #expect(sets.isEmpty == !hasSets)
        #expect(status == .exited(0))
    }

    @Test(arguments: await IptablesKind.working)
    func `a set holds more addresses than ipset's usual limit`(kind: IptablesKind) async throws {
        var policy = SamplePolicies.bare
        let addresses = (0..<UInt32(70_000)).map { UInt32(0x0B00_0000) + 2 * $0...UInt32(0x0B00_0000) + 2 * $0 }
        policy.sources.removeAll { $0.audience == .admins }
        policy.sources.append(Source(.admins, AddressSet(v4: IntervalSet(addresses))))
        let script = try IptablesEmitter.script(policy, toolVersion: "0")
        let (results, counts) = try await NetworkNamespace.isolated {
            let programs = try ScriptHost(kind)
            let results = try (1...2).map { _ in try programs.run(script, "start") }
            let listing = try programs.output(of: "ipset", "list")
            return (results, listing.matches(of: /Number of entries: ([0-9]+)/).map { String($0.output.1) })
        }
        #expect(results.allSatisfy { $0.succeeded && $0.errors.isEmpty })
        #expect(counts == ["70000"])
    }

    @Test(arguments: await IptablesKind.working)
    func `what somebody did to a set is undone, and others' sets stay`(kind: IptablesKind) async throws {
        let script = try IptablesEmitter.script(SamplePolicies.manySources, toolVersion: "0")
        let (before, after, left) = try await NetworkNamespace.isolated {
            let programs = try ScriptHost(kind)
            try programs.output(of: "ipset", "create", "friends", "hash:ip")
            _ = try programs.run(script, "start")
            let before = try programs.addresses()
            let name = try programs.sets().split(separator: "\n").first { $0.hasPrefix("CARBONWALL-") }
            try programs.output(of: "ipset", "flush", String(name ?? ""))
            _ = try programs.run(script, "start")
            let after = try programs.addresses()
            _ = try programs.run(script, "stop")
            return (before, after, try programs.sets())
        }
        #expect(before == after)
        #expect(before.count == 1000)
        #expect(left == "friends\n")
    }
}

extension ScriptHost {
    /// What all sets hold, a line for each address.
    fileprivate func addresses() throws -> [Substring] {
        try output(of: "ipset", "save").split(separator: "\n").filter { $0.hasPrefix("add ") }.sorted()
    }
}
