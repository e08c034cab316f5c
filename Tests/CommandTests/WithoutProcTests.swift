import TestSupport
import Testing

/// The program if /proc isn't there: early in a start, in a chroot, in some containers.
@Suite(.needs(program: "unshare"), .needsRoot) struct WithoutProcTests {
    /// Runs the program with `arguments` and without /proc.
    private static func run(_ arguments: [String]) throws -> ProcessResult {
        let script = "umount -l /proc && exec \"$@\""
        return try ProcessRunner.run(
            ["unshare", "-m", "sh", "-c", script, "sh", Locations.carbonwall] + arguments,
            environment: ["COLUMNS": "80"]
        )
    }

    /// What `result` says on standard error, without what the address sanitizer says of a missing /proc.
    private static func words(_ result: ProcessResult) -> [Substring] {
        result.errors.split(separator: "\n").filter { line in
            !["==", "False positive error reports may follow", "For details see "].contains(where: line.hasPrefix)
        }
    }

    @Test(arguments: [
        "--help", "ports --runtime apim", "emit nftables --runtime apim@nothing", "emit aws --runtime si",
        "explain 9443 --from 203.0.113.9 --runtime apim", "catalog list", "prots", "ports --runtime mi --format json",
    ])
    func `what needs no machine does what it does otherwise`(line: String) throws {
        let arguments = line.split(separator: " ").map(String.init)
        let (without, with) = (
            try Self.run(arguments),
            try ProcessRunner.run([Locations.carbonwall] + arguments, environment: ["COLUMNS": "80"])
        )
        #expect(without.status == with.status)
        #expect(without.output == with.output)
        #expect(Self.words(without) == Self.words(with))
    }

    @Test(.needsNetworkNamespaces, .needs(program: "nft"))
    func `boot loads the policy, and what else changes rules says why it doesn't`()
        async throws
    {
        try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            let listing = try host.apply(ManagedHost.selection, "--force")
            try host.nft("flush", "ruleset")
            let boot = try Self.run(["boot", "--state", host.state])
            #expect(boot.status == .exited(0))
            #expect(boot.output.hasPrefix("policy 1 is in force: "))
            #expect(try host.listing() == listing)
            #expect(try host.run("status").output.hasPrefix("policy 1 is in force"))
            let verbs = [
                ["apply", "--force"] + ManagedHost.otherSelection,
                ["apply", "--force", "--confirm", "60"] + ManagedHost.otherSelection,
                ["confirm"], ["rollback"], ["remove"],
            ]
            for verb in verbs {
                let result = try Self.run(verb + ["--state", host.state])
                #expect(result.status == .exited(1), "\(verb)")
                #expect(result.errors.contains("/proc"), "\(verb): \(result.errors)")
                #expect(try host.listing() == listing, "\(verb)")
            }
        }
    }
}
