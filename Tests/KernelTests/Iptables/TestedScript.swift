import Emitters
import Policy
import TestSupport
import Testing

extension TestedHost {
    /// The script that a user would run.
    func script() throws -> String {
        try IptablesEmitter.script(try policy(), toolVersion: "0")
    }
}

extension FirewalledHost {
    /// Runs `script start` on the host.
    func start(_ script: String, on programs: ScriptHost) throws {
        let result = try inside.perform { try programs.run(script, "start") }
        guard result.succeeded else { throw ProcessFailure(arguments: ["start"], result: result) }
    }
}

extension Trait where Self == ConditionTrait {
    /// Skips the test, and says so, where no kind of iptables is installed.
    static var needsIptables: Self { .needs(program: "iptables-restore") }

    /// Skips the test, and says so, where the machine or its kernel lacks one of the two kinds.
    static var needsBothKindsOfIptables: Self {
        .enabled("iptables-nft or iptables-legacy isn't here, or the kernel doesn't know it: only the other is tested")
        {
            await IptablesKind.working == IptablesKind.allCases
        }
    }
}

@Suite(.needsNetworkNamespaces) struct IptablesKindTests {
    @Test(.needsBothKindsOfIptables) func `all tests of the script run with both kinds of iptables`() async {
        #expect(await IptablesKind.working == [.nft, .legacy])
    }
}
