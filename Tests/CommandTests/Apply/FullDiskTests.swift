import TestSupport
import Testing

/// What becomes of the rules where the state folder's disk is full, or the one that the output goes to.
@Suite(.needsNetworkNamespaces, .needs(program: "nft"), .needs(program: "unshare")) struct FullDiskTests {
    /// Mounts a small disk at the first argument, applies with the second, fills the disk, and runs the rest.
    private static let script = """
        disk=$1 program=$2; shift 2
        mount -t tmpfs -o size=256k,mode=0700 tmpfs "$disk"
        "$program" apply --runtime mi --from admins=10.9.0.0/24 --state "$disk/state" >/dev/null
        dd if=/dev/zero of="$disk/fill" bs=1k 2>/dev/null || true
        "$program" "$@" --state "$disk/state"
        """

    /// Runs the program with `arguments` on a full disk, and lists the rules then.
    private static func run(_ arguments: [String]) async throws -> (result: ProcessResult, listing: String) {
        try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            let command = ["unshare", "-m", "sh", "-ec", script, "sh", host.folder.path, try Locations.carbonwall]
            return (try ProcessRunner.run(command + arguments), try host.listing())
        }
    }

    @Test(arguments: [[], ["--confirm", "60"]])
    func `nothing is applied that couldn't be remembered`(arguments: [String]) async throws {
        let (result, listing) = try await Self.run(["apply"] + ManagedHost.otherSelection + arguments)
        #expect(result.status == .exited(1))
        #expect(result.errors.contains("No space left on device"))
        #expect(listing.contains("tcp . 9164"), "the first policy's")
    }

    @Test func `rules that are removed are gone, and who removed them is told what isn't noted`() async throws {
        let (result, listing) = try await Self.run(["remove"])
        #expect(result.status == .exited(1))
        #expect(
            result.errorLines.first?.hasPrefix("carbonwall: error: the rules are removed, and that couldn't be noted: ")
                == true
        )
        #expect(
            result.errorLines.last
                == "  hint: make the state folder writable and remove again, or the next boot may load what was confirmed last"
        )
        #expect(listing.isEmpty)
    }

    @Test(arguments: ["apply", "confirm", "rollback", "remove"])
    func `what is done and can't be reported is said to be done`(verb: String) async throws {
        let result = try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            try host.apply()
            try host.apply(ManagedHost.otherSelection, "--confirm", "600")
            if verb == "apply" { try host.run("rollback") }
            let command = try host.command(verb, verb == "apply" ? ManagedHost.otherSelection : [])
            return try ProcessRunner.run(["sh", "-c", "\"$@\" >/dev/full", "sh"] + command)
        }
        #expect(result.status == .exited(1))
        #expect(
            result.errorLines.first?.hasPrefix("carbonwall: error: it is done, and that can't be reported: ") == true
        )
    }
}
