import TestSupport
import Testing

/// `carbonwall plan` against kernels of its own.
@Suite(.needsNetworkNamespaces, .needs(program: "nft")) struct PlanCommandTests {
    private static let selection = ["--runtime", "mi", "--from", "admins=10.9.0.0/24"]

    /// What `plan` says after the selection's rules were loaded, then `nft command`.
    private func plan(after command: [String] = [], _ arguments: [String] = selection) async throws -> ProcessResult {
        try await NetworkNamespace.isolated {
            let carbonwall = try Locations.carbonwall
            let ruleset = try ProcessRunner.output(of: [carbonwall, "emit", "nftables"] + Self.selection)
            try ProcessRunner.output(of: ["nft", "-f", "-"], input: Array(ruleset.utf8))
            if !command.isEmpty { try ProcessRunner.output(of: ["nft"] + command) }
            return try ProcessRunner.run([carbonwall, "plan"] + arguments)
        }
    }

    @Test func `the same rules give exit code 0`() async throws {
        let result = try await plan()
        #expect(result.status == .exited(0))
        #expect(result.output == "the loaded rules are those of the selection\n")
    }

    @Test func `other rules give exit code 2, and a line for each difference`() async throws {
        let result = try await plan(after: [
            "delete", "element", "inet", "carbonwall", "admins_services", "{ tcp . 9164 }",
        ])
        #expect(result.status == .exited(2))
        #expect(result.output.hasPrefix("+ 9164/tcp from admins (mi management-https 9154+10: "))
        #expect(result.output.split(separator: "\n").count == 1)
    }

    @Test func `json is an array of what changes`() async throws {
        let result = try await plan(after: [], ["--runtime", "mi", "--from", "admins=10.8.0.0/24", "--format", "json"])
        #expect(result.status == .exited(2))
        #expect(result.output.contains("\"action\": \"change\",\n    \"subject\": \"admins addresses\""))
        let same = try await plan(after: [], Self.selection + ["--format", "json"])
        #expect(same.output == "[]\n")
    }

    @Test(.needs(program: "strace"), arguments: ["plan", "apply"])
    func `a kernel without nf_tables is named so`(verb: String) throws {
        let folder = try TemporaryFolder()
        let result = try ProcessRunner.run(
            // A leak can't be looked for under a tracer.
            ["env", "ASAN_OPTIONS=detect_leaks=0", "strace", "-o", "/dev/null"]
                + ["-e", "inject=socket:error=EPROTONOSUPPORT:when=1", Locations.carbonwall, verb]
                + Self.selection + ["--state", folder.file("state")]
        )
        #expect(result.status == .exited(1))
        #expect(result.errors.contains("this kernel lacks what the policy needs: nf_tables (CONFIG_NF_TABLES"))
    }

    @Test func `without the privilege it is refused with exit code 77`() async throws {
        let result = try await NetworkNamespace.isolated {
            let unprivileged = ["setpriv", "--bounding-set", "-net_admin", try Locations.carbonwall]
            return try ProcessRunner.run(unprivileged + ["plan"] + Self.selection)
        }
        #expect(result.status == .exited(77))
        #expect(result.errors.contains("takes root"))
    }
}
