import Foundation
import TestSupport
import Testing

/// What the verbs that change something tell a program, in kernels of their own.
@Suite(.needsNetworkNamespaces, .needs(program: "nft")) struct OutcomeTests {
    private static func outcome(_ result: ProcessResult) throws -> [String: Any] {
        let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
        return try #require(object as? [String: Any])
    }

    @Test func `every verb says what became of the request`() async throws {
        let results = try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            let run = { (verb: String, arguments: [String]) in try host.run(verb, arguments + ["--format", "json"]) }
            return [
                try run("apply", ManagedHost.selection), try run("apply", ManagedHost.selection),
                try run("apply", ManagedHost.otherSelection + ["--confirm", "600"]), try run("confirm", []),
                try run("confirm", []), try run("rollback", ["--dry-run"]), try run("rollback", []),
                try run("rollback", []), try run("boot", []), try run("remove", []), try run("remove", []),
                try run("boot", []), try run("apply", []),
            ]
        }
        let outcomes = try results.map { try Self.outcome($0)["outcome"] as? String }
        #expect(
            outcomes == [
                "done", "unchanged", "done", "done", "refused", "unchanged", "done", "refused", "unchanged", "done",
                "unchanged", "unchanged", "refused",
            ]
        )
        #expect(
            try Self.outcome(results[4])["error"] as? String == "nothing waits to be confirmed: policy 2 was confirmed"
        )
        #expect(results[4].status == .exited(1))
        #expect(results[4].errors.hasPrefix("carbonwall: error: nothing waits to be confirmed"))
        #expect(results[12].status == .exited(64))
    }

    @Test(arguments: [
        ["apply", "--runtime", "mi", "--bogus"], ["apply", "--runtime", "mi", "--confirm", "2"],
        ["boot", "--fail", "maybe"],
        ["rollback", "--to", "x"], ["confirm", "extra"], ["apply", "--runtime", "mi", "--cut", "--audit-only"],
    ])
    func `arguments that can't be read are an outcome, too`(arguments: [String]) throws {
        let result = try carbonwall(arguments + ["--format", "json"])
        #expect(result.status == .exited(64))
        let outcome = try Self.outcome(result)
        #expect(outcome["outcome"] as? String == "refused" && outcome["error"] != nil)
    }

    @Test(.needs(program: "setpriv")) func `without the privilege it is refused, and the status says 77`() async throws
    {
        let result = try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            let command = try host.command("apply", ManagedHost.selection + ["--format", "json"])
            return try ProcessRunner.run(["setpriv", "--bounding-set", "-net_admin"] + command)
        }
        let outcome = try Self.outcome(result)
        #expect(outcome["outcome"] as? String == "refused")
        #expect(outcome["status"] as? Int == 77)
    }

    @Test func `confirm tells a program what the next boot loads: null if nothing`() async throws {
        let result = try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            try host.apply(ManagedHost.selection, "--confirm", "600")
            return try host.run("confirm", ["--format", "json"])
        }
        #expect(result.output.contains("\"nextBoot\": null"))
    }
}
