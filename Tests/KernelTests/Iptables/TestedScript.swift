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
    /// Skips the test, and says so, where one of the two kinds of iptables isn't installed.
    static var needsIptables: Self { .needs(program: "iptables-legacy-restore") }
}
