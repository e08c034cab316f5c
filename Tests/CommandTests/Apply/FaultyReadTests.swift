import TestSupport
import Testing

/// Reading the machine's files fails at some time, and from then on: behind the change of the kernel's rules no verb reads any.
@Suite(.needsNetworkNamespaces, .needs(program: "nft"), .needs(program: "strace")) struct FaultyReadTests {
    @Test(arguments: ["apply", "rollback", "remove"])
    func `a verb that can't tell which start of the kernel this is has changed nothing`(verb: String) async throws {
        let file = "/proc/sys/kernel/random/boot_id"
        try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            var number = 1
            while true {
                let before = try Self.prepare(host, verb)
                let arguments =
                    ["apply": ManagedHost.otherSelection + ["--force"], "rollback": ["--force"]][verb] ?? []
                // A leak can't be looked for under a tracer.
                let tracer = [
                    "env", "ASAN_OPTIONS=detect_leaks=0", "strace", "-o", "/dev/null", "-P", file, "-e", "trace=openat",
                    "-e", "inject=openat:error=EMFILE:when=\(number)+",
                ]
                let result = try ProcessRunner.run(tracer + host.command(verb, arguments))
                let isChanged = try host.listing() != before
                #expect(isChanged == (result.status == .exited(0)), "\(verb) \(number): \(result.errors)")
                if isChanged { return }
                number += 1
            }
        }
    }

    /// Policy 1, and policy 2 over it unless that is to be applied.
    private static func prepare(_ host: ManagedHost, _ verb: String) throws -> String {
        try ProcessRunner.output(of: ["rm", "-rf", host.state])
        try host.nft("flush", "ruleset")
        let first = try host.apply(ManagedHost.selection, "--force")
        return verb == "apply" ? first : try host.apply(ManagedHost.otherSelection, "--force")
    }
}
