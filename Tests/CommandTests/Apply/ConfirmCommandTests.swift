import TestSupport
import Testing

/// What happens between `apply --confirm` and its end, in kernels of its own.
@Suite(.needsNetworkNamespaces, .needs(program: "nft")) struct ConfirmCommandTests {
    @Test func `what is confirmed stays`() async throws {
        let (apply, confirm, before, after, status) = try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            try host.apply()
            let apply = try host.run("apply", ManagedHost.otherSelection + ["--confirm", "600"])
            let before = try host.listing()
            let confirm = try host.run("confirm")
            try Patience.wait(for: "the watchdog's end") { try host.watchdog().isEmpty }
            return (apply, confirm, before, try host.listing(), try host.run("status").output)
        }
        #expect(apply.output.contains(" s, unless somebody says: carbonwall confirm --state "))
        #expect(confirm.output.hasPrefix("policy 2 stays: mi:1\n"))
        #expect(before == after)
        #expect(status.contains("\nthe next boot doesn't load policy 2, although it is confirmed: "))
    }

    @Test func `what nobody confirms goes away: the listing is that of before, and confirming is too late`()
        async throws
    {
        let (before, late, status) = try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            let before = try host.apply()
            let changed = try host.apply(ManagedHost.otherSelection, "--confirm", "10")
            #expect(changed != before)
            try host.waitForReturn(to: before)
            try Patience.wait(for: "the note") { try !host.run("status").output.contains("being restored") }
            return (before, try host.run("confirm"), try host.run("status").output)
        }
        #expect(!before.isEmpty)
        #expect(late.status == .exited(1))
        #expect(
            late.errors
                == "carbonwall: error: nothing waits to be confirmed: policy 2 wasn't confirmed in time, and the rules before it were restored\n"
        )
        #expect(status.contains("policy 1 is in force since "))
    }

    @Test func `before the first policy there was nothing, and there is nothing again`() async throws {
        let (before, after) = try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            try host.nft(
                "-f",
                "-",
                input: "table inet other {\n\tset s { type ipv4_addr; elements = { 192.0.2.1 } }\n}\n"
            )
            let before = try host.nft("list", "ruleset")
            try host.apply(ManagedHost.selection, "--confirm", "10")
            try host.waitForReturn(to: "")
            return (before, try host.nft("list", "ruleset"))
        }
        #expect(before == after)
    }

    @Test func `rules that somebody changed by hand come back exactly`() async throws {
        let (before, after, status) = try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            try host.apply()
            try host.nft(
                "add",
                "rule",
                "inet",
                "carbonwall",
                "input",
                "tcp dport { 23, 80-90 } ct state new limit rate 3/second accept"
            )
            try host.nft(
                "add",
                "set",
                "inet",
                "carbonwall",
                "mine",
                "{ type ipv4_addr ; flags interval ; elements = { 192.0.2.0/24 } ; }"
            )
            try host.nft("add", "counter", "inet", "carbonwall", "mine")
            let before = try host.listing()
            try host.apply(ManagedHost.otherSelection, "--confirm", "10")
            try host.waitForReturn(to: before)
            return (before, try host.listing(), try host.run("status").output)
        }
        #expect(before == after)
        #expect(status.contains("policy 1, changed by hand"))
    }

    @Test func `another apply while a confirmation is pending is refused, with advice`() async throws {
        let (result, before, after) = try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            let before = try host.apply(ManagedHost.selection, "--confirm", "600")
            let result = try host.run("apply", ManagedHost.otherSelection)
            return (result, before, try host.listing())
        }
        #expect(result.status == .exited(1))
        #expect(
            result.errorLines == [
                "carbonwall: error: policy 1 waits to be confirmed",
                "  hint: carbonwall confirm keeps it, carbonwall rollback goes back at once",
            ]
        )
        #expect(before == after)
    }

    @Test func `a rollback answers the confirmation`() async throws {
        let (before, after, status, watchdog) = try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            let before = try host.apply()
            try host.apply(ManagedHost.otherSelection, "--confirm", "600")
            let rollback = try host.run("rollback")
            #expect(rollback.output == "policy 1 is in force: mi:10\n")
            try Patience.wait(for: "the watchdog's end") { try host.watchdog().isEmpty }
            return (before, try host.listing(), try host.run("status").output, try host.watchdog())
        }
        #expect(before == after)
        #expect(!status.contains("confirmed, and goes away"))
        #expect(watchdog.isEmpty)
    }

    @Test(.needs(program: "script")) func `the terminal hangs up: the rules before come back`() async throws {
        let (before, after) = try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            let before = try host.apply()
            let apply = try host.command("apply", ManagedHost.otherSelection + ["--confirm", "10"])
            let terminal = try RunningProcess([
                "script", "-qec", "\(apply.joined(separator: " ")); sleep 600", "/dev/null",
            ])
            try host.waitForPending()
            try terminal.signal(9)
            try terminal.wait()
            try host.waitForReturn(to: before)
            return (before, try host.listing())
        }
        #expect(before == after)
    }

    @Test func `the shell is killed: the rules before come back`() async throws {
        let (before, after) = try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            let before = try host.apply()
            let apply = try host.command("apply", ManagedHost.otherSelection + ["--confirm", "10"])
            let shell = try RunningProcess(["sh", "-c", "\"$@\"; sleep 600", "sh"] + apply)
            try host.waitForPending()
            try shell.signal(9)
            try shell.wait()
            try host.waitForReturn(to: before)
            return (before, try host.listing())
        }
        #expect(before == after)
    }

    @Test func `the watchdog is killed: status says so, and rollback still works`() async throws {
        let (status, rollback, before, after) = try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            let before = try host.apply()
            try host.apply(ManagedHost.otherSelection, "--confirm", "600")
            try ProcessRunner.output(of: ["kill", "-9", host.watchdog()])
            try Patience.wait(for: "the watchdog's end") { try host.watchdog().isEmpty }
            let status = try host.run("status").output
            return (status, try host.run("rollback"), before, try host.listing())
        }
        #expect(
            status.contains("policy 2 waits to be confirmed, but its watchdog is dead: nothing goes back by itself\n")
        )
        #expect(rollback.output == "policy 1 is in force: mi:10\n")
        #expect(before == after)
    }

    @Test func `nothing to confirm is an error that says so`() async throws {
        let result = try await NetworkNamespace.isolated { try ManagedHost().run("confirm") }
        #expect(result.status == .exited(1))
        #expect(result.errors == "carbonwall: error: nothing waits to be confirmed\n")
    }
}
