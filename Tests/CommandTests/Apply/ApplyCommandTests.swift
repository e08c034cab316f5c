import TestSupport
import Testing

/// `carbonwall apply` in kernels of its own.
@Suite(.needsNetworkNamespaces, .needs(program: "nft")) struct ApplyCommandTests {
    private static let goldenFolder = "\(Locations.packageRoot)/Tests/EmitterTests/Golden"

    private static let goldenCases: [String] = {
        let names = try? ProcessRunner.output(of: ["ls", goldenFolder])
        return names?.split(separator: "\n").map(String.init) ?? []
    }()

    @Test(arguments: goldenCases)
    func `what apply writes lists as nft -f of the emitted file, byte for byte`(name: String) async throws {
        let text = try ProcessRunner.output(of: ["cat", "\(Self.goldenFolder)/\(name)/selection"])
        let selection = text.split(whereSeparator: \.isWhitespace).map(String.init)
        let (applied, loaded) = try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            let applied = try host.apply(selection)
            try host.nft("delete", "table", "inet", "carbonwall")
            return (applied, try host.listingOfEmitted(selection))
        }
        #expect(applied == loaded)
        #expect(applied.contains("policy_digest"))
    }

    @Test func `it says what changes, which policy that is, and how to go back`() async throws {
        let result = try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            try host.apply()
            return (try host.run("apply", ManagedHost.otherSelection), host.state)
        }
        let lines = result.0.output.split(separator: "\n")
        #expect(lines.first?.hasPrefix("- 9164/tcp from admins (mi management-https 9154+10: ") == true)
        #expect(lines.contains("policy 2 is in force: mi:1"))
        #expect(lines.last == "  to go back: carbonwall rollback --state \(result.1)")
    }

    @Test func `json is an object with the policy and the changes`() async throws {
        let output = try await NetworkNamespace.isolated {
            try ManagedHost().run("apply", ManagedHost.selection + ["--format", "json"]).output
        }
        #expect(
            output.hasPrefix(
                "{\n  \"outcome\": \"done\",\n  \"changed\": true,\n  \"policy\": {\n    \"number\": 1,\n    \"title\": \"mi:10\""
            )
        )
        #expect(output.contains("\"subject\": \"9164/tcp from admins\""))
    }

    /// Names, inodes, times and contents of the state folder, and the kernel's numbers of all objects.
    private static func traces(_ host: ManagedHost) throws -> String {
        let files = "stat -c '%n %i %y' \(host.state)/*; sha256sum \(host.state)/ruleset-* \(host.state)/state"
        return try ProcessRunner.output(of: ["sh", "-c", files])
            + host.nft("-a", "list", "table", "inet", "carbonwall")
    }

    @Test func `a second apply of the same says so and writes nothing, in the kernel or in the folder`() async throws {
        let (result, before, after) = try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            try host.apply()
            let before = try Self.traces(host)
            let result = try host.run("apply", ManagedHost.selection)
            return (result, before, try Self.traces(host))
        }
        #expect(result.status == .exited(0))
        #expect(result.output == "policy 1 is in force already, nothing changes: mi:10\n")
        #expect(before.withoutLock == after.withoutLock)
    }

    @Test func `that SSH is closed is said, whatever is quiet`() async throws {
        let (applied, planned) = try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            let selection = ManagedHost.selection + ["--ssh", "none", "--keep", "443/tcp@203.0.113.9", "--quiet"]
            return (try host.run("apply", selection + ["--force"]), try host.run("plan", Array(selection.dropLast())))
        }
        #expect(applied.errors.contains("warning: SSH is closed to everybody, as --ssh none says"))
        #expect(planned.errors.contains("warning: SSH is closed to everybody, as --ssh none says"))
    }

    @Test func `what nft -f has loaded is taken over without a change`() async throws {
        let (result, before, after, status) = try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            _ = try host.listingOfEmitted(ManagedHost.selection)
            let before = try host.nft("-a", "list", "table", "inet", "carbonwall")
            let result = try host.run("apply", ManagedHost.selection)
            let after = try host.nft("-a", "list", "table", "inet", "carbonwall")
            return (result, before, after, try host.run("status").output)
        }
        #expect(result.output == "policy 1 is in force already, nothing changes: mi:10\n")
        #expect(before == after)
        #expect(status.hasPrefix("policy 1 is in force since "))
    }

    @Test func `for an audit it counts and logs what it would drop, and says so`() async throws {
        let (result, again, status, listing) = try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            let result = try host.run("apply", ManagedHost.selection + ["--audit-only"])
            let again = try host.run("apply", ManagedHost.selection + ["--audit-only"])
            return (result, again, try host.run("status").output, try host.listing())
        }
        #expect(result.output.contains("policy 1 is in force, audit only: it drops nothing: mi:10\n"))
        #expect(again.output == "policy 1 is in force already, nothing changes, audit only: it drops nothing: mi:10\n")
        #expect(status.contains(", audit only: it drops nothing: mi:10\n"))
        #expect(listing.contains("log prefix \"carbonwall would drop: \""))
        #expect(!listing.contains(" drop\n"))
    }

    @Test func `from an audit to the rules themselves is a change`() async throws {
        let (result, plans, listing, loaded) = try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            let plan = {
                try [["--audit-only"], []].map { try host.run("plan", ManagedHost.selection + $0).status }
            }
            try host.apply(ManagedHost.selection, "--audit-only")
            let audited = try plan()
            let result = try host.run("apply", ManagedHost.selection)
            let plans = try audited + plan()
            return (result, plans, try host.listing(), try host.listingOfEmitted(ManagedHost.selection))
        }
        #expect(result.output.contains("~ what no rule allows (it is dropped instead of only counted and logged)\n"))
        #expect(plans == [.exited(0), .exited(2), .exited(2), .exited(0)])
        #expect(listing == loaded)
    }

    @Test(arguments: ["apply", "confirm", "rollback", "status", "remove"])
    func `without the privilege a verb is refused with exit code 77, at once`(verb: String) async throws {
        let (result, names) = try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            let unprivileged = ["setpriv", "--bounding-set", "-net_admin"]
            let selection = verb == "apply" ? ["--policy", "/nowhere"] : []
            return (try ProcessRunner.run(unprivileged + host.command(verb, selection)), try host.folder.names)
        }
        #expect(result.status == .exited(77))
        #expect(result.errors == "carbonwall: error: the kernel's rules are for root alone (CAP_NET_ADMIN)\n")
        #expect(names.isEmpty)
    }

    @Test(arguments: ["0", "4", "86401", "60s", "-1", "1e3"])
    func `a time to confirm that is none is wrong usage`(seconds: String) throws {
        let result = try carbonwall("apply", "--runtime", "mi", "--confirm=\(seconds)")
        #expect(result.status == .exited(64))
        #expect(result.errors.contains("whole seconds, from 5 to 86400 (a day)"))
    }

    @Test func `a state folder that others could write to is refused, and nothing is applied`() async throws {
        let (result, listing) = try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            try ProcessRunner.output(of: ["mkdir", "-m", "777", host.state])
            return (try host.run("apply", ManagedHost.selection), try host.listing())
        }
        #expect(result.status == .exited(1))
        #expect(result.errors.contains("can't be trusted: others may write to it"))
        #expect(listing.isEmpty)
    }

    @Test func `two applies at once: one comes after the other, and both are remembered`() async throws {
        let (ends, status, listing, loaded) = try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            let one = try RunningProcess(host.command("apply", ManagedHost.selection))
            let two = try RunningProcess(host.command("apply", ManagedHost.otherSelection))
            let ends = [try one.wait().status, try two.wait().status]
            let (status, listing) = (try host.run("status").output, try host.listing())
            let last =
                status.contains("in force since") && status.contains("Z: mi:1\n")
                ? ManagedHost.otherSelection : ManagedHost.selection
            return (ends, status, listing, try host.listingOfEmitted(last))
        }
        #expect(ends == [.exited(0), .exited(0)])
        #expect(status.hasPrefix("policy 2 is in force since "))
        #expect(listing == loaded)
    }

    @Test func `an apply that is interrupted at any time leaves the old rules or the new ones, and status tells which`()
        async throws
    {
        try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            let other = try host.apply(ManagedHost.otherSelection)
            let usual = try host.apply()
            for milliseconds in stride(from: 0 as UInt32, to: 100, by: 5) {
                let before = try host.listing()
                let selection = before == usual ? ManagedHost.otherSelection : ManagedHost.selection
                let apply = try RunningProcess(host.command("apply", selection))
                Background.sleep(milliseconds: milliseconds)
                try apply.signal(2)
                try apply.wait()
                let after = try host.listing()
                #expect([usual, other].contains(after))
                let title = after == usual ? "mi:10" : "mi:1"
                let status = try host.run("status").output.split(separator: "\n").first ?? ""
                // Behind the commit, and before it was noted.
                let told = status.replacing(
                    #/ \(in the place of policy \d+: its apply was interrupted .*\)$/#,
                    with: ""
                )
                #expect(told.hasPrefix("policy ") && told.hasSuffix(": \(title)"), "\(status)")
            }
        }
    }

    @Test func `who finds the lock taken is told who holds it`() async throws {
        let result = try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            try host.apply()
            let holder = try RunningProcess(["flock", "\(host.state)/lock", "sh", "-c", "echo held; sleep 60"])
            try holder.waitForOutput("held")
            return try host.run("remove")
        }
        #expect(result.status == .exited(1))
        #expect(result.errors.contains("another carbonwall holds the lock; waited 10 s for it"))
    }
}

extension String {
    /// Without the line of the lock file, which every run touches.
    fileprivate var withoutLock: String {
        split(separator: "\n").filter { !$0.contains("/lock ") }.joined(separator: "\n")
    }
}
