import TestSupport
import Testing

/// `carbonwall boot`, with kernels and state folders of its own.
@Suite(.needsNetworkNamespaces, .needs(program: "nft")) struct BootCommandTests {
    @Test(.needs(program: "flock"))
    func `a lock that somebody holds, or made writable, keeps nothing from being loaded`() async throws {
        let (held, untrusted, isLoaded) = try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            let listing = try host.apply()
            try host.nft("flush", "ruleset")
            let holder = try RunningProcess(["flock", host.state + "/lock", "sh", "-c", "echo holding; exec sleep 60"])
            try holder.waitForOutput("holding")
            let held = try host.run("boot")
            var isLoaded = [try host.listing() == listing]
            withExtendedLifetime(holder) {}
            try host.nft("flush", "ruleset")
            try ProcessRunner.output(of: ["chmod", "666", host.state + "/lock"])
            let untrusted = try host.run("boot")
            isLoaded.append(try host.listing() == listing)
            return (held, untrusted, isLoaded)
        }
        #expect(held.status == .exited(0), "\(held.errors)")
        #expect(untrusted.status == .exited(0), "\(untrusted.errors)")
        #expect(isLoaded == [true, true])
    }

    @Test func `an apply stores anew what boot couldn't read`() async throws {
        let (boot, isLoaded) = try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            let listing = try host.apply()
            try ProcessRunner.output(of: ["truncate", "-s", "-1", host.state + "/ruleset-1"])
            try host.apply()
            try host.nft("flush", "ruleset")
            return (try host.run("boot"), try host.listing() == listing)
        }
        #expect(boot.status == .exited(0) && isLoaded, "\(boot.errors)")
    }

    private static let selection = ["--runtime", "mi", "--from", "admins=10.9.0.0/24", "--force"]

    /// Applies a policy, takes it away behind the program's back, and runs `command`.
    private static func restarted(_ command: [String], damaging file: String? = nil) async throws -> ProcessResult {
        let folder = try TemporaryFolder()
        return try await NetworkNamespace.isolated {
            let program = try Locations.carbonwall
            try ProcessRunner.output(of: [program, "apply"] + selection + ["--state", folder.path])
            try ProcessRunner.output(of: ["nft", "flush", "ruleset"])
            if let file { try folder.write("lost", to: file) }
            return try ProcessRunner.run(
                command.map { $0 == "PROGRAM" ? program : $0 } + ["--state", folder.path]
            )
        }
    }

    @Test func `it loads what was applied`() async throws {
        let result = try await Self.restarted(["PROGRAM", "boot"])
        #expect(result.status == .exited(0))
        #expect(result.output == "policy 1 is in force: mi:10\n")
    }

    @Test func `where it can't it ends with 1 and says what is in force instead`() async throws {
        let result = try await Self.restarted(["PROGRAM", "boot"], damaging: "ruleset-1")
        #expect(result.status == .exited(1))
        #expect(result.errors.contains("the fail-safe lets administrators in (22/tcp) and nobody else"))
        let open = try await Self.restarted(["PROGRAM", "boot", "--fail", "open"], damaging: "ruleset-1")
        #expect(open.status == .exited(1))
        #expect(open.errors.contains("--fail open"))
    }

    @Test func `after a flush it loads the confirmed policy, and the watchdog of what waited leaves`() async throws {
        try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            let first = try host.apply(Self.selection)
            try host.apply(ManagedHost.otherSelection, "--force", "--confirm", "600")
            try host.nft("flush", "ruleset")
            let result = try host.run("boot")
            #expect(result.status == .exited(0))
            #expect(result.output.contains("policy 2 wasn't confirmed before it was gone"))
            #expect(result.output.hasSuffix("policy 1 is in force: mi:10\n"))
            #expect(try host.listing() == first)
            try Patience.wait(for: "the watchdog's end") { try host.watchdog().isEmpty }
            #expect(try host.run("confirm").status == .exited(1))
            #expect(try host.run("apply", ManagedHost.otherSelection + ["--force"]).status == .exited(0))
        }
    }

    /// Early in a start, before the root is mounted again for writing.
    @Test(.needs(program: "unshare")) func `from a folder that nobody can write to it loads the policy all the same`()
        async throws
    {
        let script = """
            for folder; do :; done; mount --bind "$folder" "$folder"; mount -o remount,ro,bind "$folder"; "$@"
            """
        let result = try await Self.restarted(["unshare", "-m", "sh", "-ec", script, "sh", "PROGRAM", "boot"])
        #expect(result.status == .exited(0), "\(result.errors)")
        #expect(result.output == "policy 1 is in force: mi:10\n")
    }

    @Test func `another fallback is wrong usage`() async throws {
        #expect(try await Self.restarted(["PROGRAM", "boot", "--fail", "maybe"]).status == .exited(64))
    }

    @Test func `without the privilege it ends with 77`() async throws {
        let result = try await Self.restarted(["setpriv", "--bounding-set", "-net_admin", "PROGRAM", "boot"])
        #expect(result.status == .exited(77))
    }

    @Test(.needs(program: "strace")) func `it opens no file but those of the state folder and the kernel`() async throws
    {
        let trace = try TemporaryFolder()
        let file = trace.file("trace")
        let result = try await Self.restarted([
            // A leak can't be looked for under a tracer.
            "env", "ASAN_OPTIONS=detect_leaks=0", "strace", "-f", "-e", "trace=open,openat", "-o", file, "PROGRAM",
            "boot",
        ])
        #expect(result.status == .exited(0))
        let opened = try trace.text(of: "trace").matches(of: /"([^"]*)"/).map { String($0.output.1) }
        let system = ["/lib", "/usr", "/etc/ld.so", "/proc", "/sys", "/dev"]
        let ours = opened.filter { path in !path.contains(".so") && !system.contains { path.hasPrefix($0) } }
        #expect(ours.contains("ruleset-1"))
        let expected: Set = [".", "lock", "state", "state.new", "ruleset-1", "/etc/machine-id", "/etc/localtime"]
        #expect(ours.allSatisfy { expected.contains($0) || $0.contains("carbonwall-tests-") }, "\(ours)")
    }
}
