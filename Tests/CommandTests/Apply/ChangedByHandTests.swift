import TestSupport
import Testing

/// What becomes of rules that somebody changed behind the program's back, in kernels of their own.
@Suite(.needsNetworkNamespaces, .needs(program: "nft")) struct ChangedByHandTests {
    /// What somebody does while a policy waits, and what `confirm` says of it.
    struct Change: Sendable {
        let commands: [[String]]
        let reason: String
    }

    @Test(arguments: [
        Change(commands: [["flush", "ruleset"]], reason: "table inet carbonwall isn't loaded"),
        Change(
            commands: [["insert", "rule", "inet", "carbonwall", "input", "tcp dport 23 accept"]],
            reason: "somebody changed it: "
        ),
        Change(
            commands: [["delete", "table", "inet", "carbonwall"], ["add", "table", "inet", "carbonwall"]],
            reason: "somebody changed it: "
        ),
        Change(
            commands: [["add", "map", "inet", "carbonwall", "mine", "{ type ipv4_addr : inet_service ; }"]],
            reason: "somebody changed it: "
        ),
    ])
    func `what isn't what was applied isn't confirmed, and the watchdog goes on`(change: Change) async throws {
        let (confirm, watchdog, status, back) = try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            try host.apply()
            try host.apply(ManagedHost.otherSelection, "--confirm", "600")
            for command in change.commands { try ProcessRunner.output(of: ["nft"] + command) }
            let confirm = try host.run("confirm")
            let watchdog = try host.watchdog()
            let status = try host.run("status", ["--check"])
            return (confirm, watchdog, status, try host.run("rollback"))
        }
        #expect(confirm.status == .exited(1))
        #expect(
            confirm.errorLines.first?.hasPrefix(
                "carbonwall: error: policy 2 isn't confirmed, since it isn't what the kernel has: \(change.reason)"
            ) == true,
            "\(confirm.errors)"
        )
        #expect(!watchdog.isEmpty)
        #expect(status.status == .exited(3))
        #expect(back.output == "policy 1 is in force: mi:10\n")
    }

    @Test func `another's rules beside ours don't keep a policy from being confirmed`() async throws {
        let confirm = try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            try host.apply(ManagedHost.selection, "--confirm", "600")
            try host.nft("add", "table", "inet", "other")
            return try host.run("confirm")
        }
        #expect(confirm.output.hasPrefix("policy 1 stays: mi:10\n"), "\(confirm.errors)")
    }

    @Test func `status --check ends with 3 while what somebody made, or left, is in force again`() async throws {
        let statuses = try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            let check = { try host.run("status", ["--check"]).status }
            try host.apply()
            try host.nft("insert", "rule", "inet", "carbonwall", "input", "tcp dport 23 accept")
            try host.apply(ManagedHost.otherSelection, "--confirm", "600")
            var statuses = [try check()]
            try host.run("rollback")
            statuses.append(try check())
            try host.nft("flush", "ruleset")
            try host.apply(ManagedHost.otherSelection, "--confirm", "600")
            try host.run("rollback")
            return statuses + [try check()]
        }
        #expect(statuses == [.exited(0), .exited(3), .exited(3)])
    }

    @Test func `explain without a selection says if the kernel has something else`() async throws {
        let (same, hole, audit) = try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            try host.apply()
            let same = try host.run("explain", ["4444"])
            try host.nft("insert", "rule", "inet", "carbonwall", "input", "tcp dport 4444 accept")
            let hole = try host.run("explain", ["4444"])
            try host.apply(ManagedHost.selection, "--audit-only")
            return (same, hole, try host.run("explain", ["4444"]))
        }
        #expect(!same.errors.contains("warning"), "\(same.errors)")
        #expect(hole.errors.contains("policy 1, which is spoken of here, isn't what the kernel has"))
        #expect(audit.errors.contains("is loaded for an audit: nothing is dropped"))
    }

    @Test func `status --check ends with 3 until what should be in force is loaded again`() async throws {
        let statuses = try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            let check = { try host.run("status", ["--check"]).status }
            var statuses = [try check()]
            try host.apply()
            statuses.append(try check())
            try host.nft("flush", "ruleset")
            statuses.append(try check())
            try host.run("boot")
            statuses.append(try check())
            try host.run("remove")
            return statuses + [try check()]
        }
        #expect(statuses == [.exited(0), .exited(0), .exited(3), .exited(0), .exited(0)])
    }

    @Test func `a hole that somebody made stays gone: no rollback goes there unless it is named`() async throws {
        let (first, backs, none, named, status, booted) = try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            let first = try host.apply()
            try host.nft("insert", "rule", "inet", "carbonwall", "input", "accept")
            try host.apply()
            try host.apply(ManagedHost.otherSelection)
            let backs = try [host.run("rollback").output, host.run("rollback").output]
            let none = try host.run("rollback")
            let named = try host.run("rollback", ["--to", "2"])
            let status = try host.run("status").output
            try host.nft("flush", "ruleset")
            try host.run("boot")
            return (first, backs, none, named, status, try host.listing())
        }
        #expect(backs == ["policy 3 is in force: mi:10\n", "policy 1 is in force: mi:10\n"])
        #expect(none.status == .exited(1))
        #expect(named.output.hasPrefix("policy 2 is in force: policy 1, changed by hand\n  nothing loads these rules"))
        #expect(status.contains("policy 1, although it is confirmed: "), "\(status)")
        #expect(booted == first)
    }
}
