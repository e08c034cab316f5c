import Emitters
import Policy
import TestSupport
import Testing

@Suite struct IptablesVerdictTests {
    /// Both interpreters of one text.
    private typealias Families = (v4: IptablesInterpreter, v6: IptablesInterpreter)

    @Test func `the script decides as the policy does, for 40 random packets to each of many random policies`() throws {
        var random = RandomPolicies(seed: 11)
        for _ in 0..<RandomPolicies.count {
            let policy = random.policy()
            let script = try ScriptData(IptablesEmitter.script(policy, toolVersion: "1")).interpreters
            for _ in 0..<40 {
                let packet = random.packet()
                let (expected, found) = (policy.verdict(for: packet), try Self.verdict(script, packet))
                guard found != expected else { continue }
                Issue.record("\(found) instead of \(expected) for \(packet) under \(policy)")
            }
        }
    }

    @Test(arguments: [AddressFamily.v4, .v6])
    func `many addresses decide as each of them alone, by sets and by rules`(family: AddressFamily) throws {
        let policy = SamplePolicies.manySources
        let script = try ScriptData(IptablesEmitter.script(policy, toolVersion: "1"))
        #expect(script.sets4.hasPrefix("set CARBONWALL-"))
        #expect(script.sets6.hasPrefix("set CARBONWALL-"))
        let (byScript, byFiles) = try (script.interpreters, Self.files(policy))
        for number in 0..<1000 {
            let packet = SamplePolicies.packet(fromNumber: number, family)
            let expected = policy.verdict(for: packet)
            #expect(try Self.verdict(byScript, packet) == expected)
            #expect(try Self.verdict(byFiles, packet) == expected)
        }
    }

    private static func files(_ policy: HostPolicy) throws -> Families {
        let files = try IptablesEmitter.restoreFiles(policy, toolVersion: "1")
        return try (IptablesInterpreter(files.v4), IptablesInterpreter(files.v6))
    }

    private static func verdict(_ families: Families, _ packet: Packet) throws -> Verdict {
        switch packet.source {
        case .v4: try families.v4.verdict(for: packet)
        case .v6: try families.v6.verdict(for: packet)
        }
    }
}
