import Emitters
import Policy
import TestSupport
import Testing

/// Where something refuses, the host has the rules that it had.
@Suite(.needsNetworkNamespaces, .needsIptables) struct IptablesFailureTests {
    /// A program that refuses, and what the script says then.
    struct Refusal: Sendable, CustomTestStringConvertible {
        var program: String
        var script: String
        var words: String

        var testDescription: String { "\(program): \(words)" }
    }

    private static let refusals = [
        Refusal(
            program: "ip6tables-restore",
            script: "case \" $* \" in *\" --test \"*) exec \"$real\" \"$@\" ;; esac; exit 1",
            words: "the rules of IPv6 couldn't be loaded\ncarbonwall: the old rules are in force"
        ),
        Refusal(
            program: "iptables-restore",
            script: "case \" $* \" in *\" --test \"*|*-V*) exec \"$real\" \"$@\" ;; esac; exit 1",
            words: "the rules of IPv4 couldn't be loaded\ncarbonwall: the old rules are in force"
        ),
        Refusal(
            program: "ip6tables-restore",
            script: "exit 2",
            words: "the rules of IPv6 can't be loaded here: nothing was changed"
        ),
        Refusal(
            program: "ip6tables-save",
            script: "exit 1",
            words:
                "this kernel speaks IPv6 and ip6tables doesn't work here, so that IPv6 would stay open: nothing was changed"
        ),
        Refusal(
            program: "iptables-save",
            script: "exit 1",
            words: "can't list the rules of IPv4: nothing was changed"
        ),
        Refusal(
            program: "iptables-save",
            script: "echo \"# Table \\`filter' is incompatible, use 'nft' tool.\"",
            words: "the filter table of IPv4 holds rules of nft's that iptables can't list: nothing was changed"
        ),
    ]

    @Test(arguments: await IptablesKind.working, refusals)
    func `the old rules and sets stay, or come back`(kind: IptablesKind, refusal: Refusal) async throws {
        let scripts = try [SamplePolicies.manySources, SamplePolicies.everything, Self.otherSources].map {
            try IptablesEmitter.script($0, toolVersion: "0")
        }
        let outcomes = try await NetworkNamespace.isolated {
            let programs = try ScriptHost(kind)
            // From no rules, and from those of another policy.
            return try [scripts[2], scripts[0], scripts[1]].map { script in
                let before = try programs.listing()
                try programs.replace(refusal.program, with: refusal.script)
                let result = try programs.run(script, "start")
                try programs.restore(refusal.program, kind)
                let after = try programs.listing()
                _ = try programs.run(script, "start")
                return Outcome(result: result, before: before, after: after)
            }
        }
        for outcome in outcomes {
            #expect(outcome.result.status == .exited(1))
            #expect(outcome.result.errors.contains("carbonwall: \(refusal.words)\n"))
            #expect(outcome.after == outcome.before)
        }
    }

    @Test(arguments: await IptablesKind.working, ["4", "6"])
    func `where the script can't read its own rules, the old ones stay`(kind: IptablesKind, family: String) async throws
    {
        let script = try IptablesEmitter.script(SamplePolicies.apim, toolVersion: "0")
        let broken = script.replacing("rules\(family)() {\n    cat <<", with: "rules\(family)() {\n    false <<")
        try #require(broken != script)
        let outcome = try await Self.outcome(of: broken, after: script, kind) { _ in }
        #expect(
            outcome.result.errors.hasSuffix(
                "carbonwall: the new rules of IPv\(family) can't be read: nothing was changed\n"
            )
        )
        Self.expectOldRules(outcome)
    }

    @Test(arguments: await IptablesKind.working) func `where cat doesn't work, the old rules stay`(kind: IptablesKind)
        async throws
    {
        let script = try IptablesEmitter.script(SamplePolicies.apim, toolVersion: "0")
        let outcome = try await Self.outcome(of: script, after: script, kind) { try $0.add("cat", "exit 1") }
        #expect(
            outcome.result.errors.contains("carbonwall: the new rules of IPv4 can't be read: nothing was changed\n")
        )
        Self.expectOldRules(outcome)
    }

    /// A program in another's place: one that fails, finds nothing, repeats what it reads, or stops halfway.
    private static let brokenPrograms = [
        ("awk", "exit 1"), ("awk", "exit 0"), ("awk", "exec /bin/cat"), ("awk", "exec /usr/bin/head -c 700"),
        ("cat", "exec /bin/cat >/dev/null"), ("grep", "exit 1"),
    ]

    @Test(arguments: await IptablesKind.working)
    func `where a program of the script's doesn't work, it says so, or the rules are in force all the same`(
        kind: IptablesKind
    ) async throws {
        let script = try IptablesEmitter.script(SamplePolicies.apim, toolVersion: "0")
        let found = try await NetworkNamespace.isolated {
            let programs = try ScriptHost(kind)
            return try Self.brokenPrograms.flatMap { name, text in
                // On a host without rules, and on one that has them.
                try ["stop", "start"].map { before in
                    _ = try programs.run(script, before)
                    try programs.add(name, text)
                    let result = try programs.run(script, "start")
                    let status = try programs.run(script, "status").status
                    try programs.remove(name)
                    let real = try programs.run(script, "status").status
                    let title = "\(name): \(text), after \(before)"
                    return (name: title, before: before, result: result, status: status, real: real)
                }
            }
        }
        for one in found {
            #expect(one.result.succeeded == (one.real == .exited(0)) || one.before == "start", "\(one.name)")
            #expect(one.result.succeeded || one.result.errors.contains("carbonwall: "), "\(one.name)")
            #expect(one.before == "stop" || one.real == .exited(0), "\(one.name): the old rules stay")
            #expect(one.status != .exited(0) || one.real == .exited(0), "\(one.name)")
        }
    }

    @Test(.needs(program: "bash"), arguments: [["bash"], ["bash", "--posix"]])
    func `functions that came with the environment don't take the programs' places`(shell: [String]) async throws {
        let script = try IptablesEmitter.script(SamplePolicies.apim, toolVersion: "0")
        // In POSIX mode bash itself refuses to begin with a function that is called unset.
        let unset = shell.contains("--posix") ? [] : ["unset"]
        let names =
            unset + [
                "awk", "cat", "grep", "printf", "command", "echo", "iptables-restore", "iptables-save", "id", "[",
                "ipset",
            ]
        let kind = try #require(await IptablesKind.working.first)
        let found = try await NetworkNamespace.isolated {
            let programs = try ScriptHost(kind, shell: shell)
            return try names.map { name in
                let results = try ["start", "status", "stop"].map { verb in
                    try programs.run(script, verb, within: ["env", "BASH_FUNC_\(name)%%=() { :; }"])
                }
                return (name, results)
            }
        }
        for (name, results) in found {
            #expect(results.map(\.status) == [0, 0, 0].map { .exited($0) }, "\(name): \(results.map(\.errors))")
            #expect(results[1].output == "IPv4: in force\nIPv6: in force\n")
        }
    }

    @Test(arguments: await IptablesKind.working)
    func `a restore that loaded the rules and then died isn't told as the old rules`(kind: IptablesKind) async throws {
        let script = try IptablesEmitter.script(SamplePolicies.apim, toolVersion: "0")
        let (result, real) = try await NetworkNamespace.isolated {
            let programs = try ScriptHost(kind)
            try programs.replace(
                "iptables-restore",
                with: """
                    case " $* " in *" --test "*|*-V*) exec "$real" "$@" ;; esac
                    "$real" "$@"
                    kill -9 $$
                    """
            )
            let result = try programs.run(script, "start")
            // The status restores rules elsewhere to compare with, by a program that does not die.
            return (result, try ScriptHost(kind).run(script, "status"))
        }
        #expect(result.succeeded)
        #expect(
            result.errors.contains(
                "carbonwall: iptables-restore failed for IPv4, and its rules are in force all the same\n"
            )
        )
        #expect(real.output == "IPv4: in force\nIPv6: in force\n")
    }

    @Test(arguments: await IptablesKind.working)
    func `a restore that says it loaded the rules and didn't is noticed, by stop too`(kind: IptablesKind) async throws {
        let script = try IptablesEmitter.script(SamplePolicies.apim, toolVersion: "0")
        let lie = "case \" $* \" in *-V*) exec \"$real\" \"$@\" ;; esac; exec cat >/dev/null"
        let (start, stop) = try await NetworkNamespace.isolated {
            let programs = try ScriptHost(kind)
            try programs.replace("ip6tables-restore", with: lie)
            let start = try programs.run(script, "start")
            try programs.restore("ip6tables-restore", kind)
            _ = try programs.run(script, "start")
            try programs.replace("ip6tables-restore", with: lie)
            return (start, try programs.run(script, "stop"))
        }
        #expect(start.status == .exited(1))
        #expect(start.errors.contains("the rules of IPv6 couldn't be loaded\ncarbonwall: the old rules are in force\n"))
        #expect(stop.status == .exited(1))
        #expect(stop.errors == "carbonwall: the rules of IPv6 couldn't be removed\n")
    }

    /// What becomes of the rules of `first` where `script` is started after `change`.
    private static func outcome(
        of script: String,
        after first: String,
        _ kind: IptablesKind,
        _ change: @escaping @Sendable (ScriptHost) throws -> Void
    ) async throws -> Outcome {
        try await NetworkNamespace.isolated {
            let programs = try ScriptHost(kind)
            _ = try programs.run(first, "start")
            let before = try programs.listing()
            try change(programs)
            return Outcome(result: try programs.run(script, "start"), before: before, after: try programs.listing())
        }
    }

    private static func expectOldRules(_ outcome: Outcome) {
        #expect(outcome.result.status == .exited(1))
        #expect(outcome.before.contains("-A INPUT -j CARBONWALL-INPUT"))
        #expect(outcome.after == outcome.before)
    }

    private struct Outcome: Sendable {
        var result: ProcessResult
        var before: String
        var after: String
    }

    /// `SamplePolicies.manySources` with one administrator less, so that each set is another.
    private static let otherSources: HostPolicy = {
        var policy = SamplePolicies.manySources
        let gone = SamplePolicies.addresses("10.77.0.1", "2001:db8:77::1")
        policy.sources = policy.sources.map {
            $0.isDefault ? $0 : Source($0.audience, $0.addresses.subtracting(gone))
        }
        return policy
    }()

    @Test(.needsBothKindsOfIptables) func `rules of the other kind of iptables are found, and nothing is changed`()
        async throws
    {
        let script = try IptablesEmitter.script(SamplePolicies.apim, toolVersion: "0")
        for (first, second) in [(IptablesKind.legacy, IptablesKind.nft), (.nft, .legacy)] {
            let (result, listing) = try await NetworkNamespace.isolated {
                _ = try ScriptHost(first).run(script, "start")
                let programs = try ScriptHost(second)
                return (try programs.run(script, "start"), try programs.listing())
            }
            #expect(result.status == .exited(1))
            #expect(result.errors.contains("carbonwall: \(first) holds CARBONWALL chains, too"))
            #expect(!listing.contains("CARBONWALL"))
        }
    }

    @Test(.needsBothKindsOfIptables) func `so are those of IPv6 alone, and status doesn't say that these decide`()
        async throws
    {
        let script = try IptablesEmitter.script(SamplePolicies.apim, toolVersion: "0")
        for (first, second) in [(IptablesKind.legacy, IptablesKind.nft), (.nft, .legacy)] {
            let (status, start) = try await NetworkNamespace.isolated {
                let (old, new) = (try ScriptHost(first), try ScriptHost(second))
                _ = try new.run(script, "start")
                try old.output(of: "ip6tables", "-N", "CARBONWALL-INPUT")
                return (try new.run(script, "status"), try new.run(script, "start"))
            }
            #expect(status.status == .exited(3))
            #expect(
                status.output
                    == "IPv4: in force\nIPv6: in force, and \(first) holds CARBONWALL chains, too, which decide as well\n"
            )
            #expect(start.status == .exited(1))
            #expect(start.errors.contains("carbonwall: \(first) holds CARBONWALL chains, too"))
        }
    }

    @Test(arguments: await IptablesKind.working)
    func `where IPv6 is off and ip6tables doesn't work, IPv4 gets its rules`(kind: IptablesKind) async throws {
        let script = try IptablesEmitter.script(SamplePolicies.apim, toolVersion: "0")
        let results = try await NetworkNamespace.isolated {
            let programs = try ScriptHost(kind)
            try programs.replace("ip6tables-save", with: "exit 1")
            let on = try programs.run(script, "start")
            for name in ["all", "default"] {
                try programs.output(of: "sysctl", "-q", "-w", "net.ipv6.conf.\(name).disable_ipv6=1")
            }
            return [on, try programs.run(script, "start"), try programs.run(script, "status")]
        }
        #expect(results.map(\.status) == [1, 0, 0].map { .exited($0) })
        #expect(results[1].errors.contains("carbonwall: IPv6 is off here"))
        #expect(results[2].output == "IPv4: in force\n")
    }

    /// What hides IPv6 from the shell that is run behind it.
    private static let withoutIPv6 = [
        "mount -t tmpfs none /proc/$$/net && exec \"$@\"",
        "echo 1 >\"$0\" && mount --bind \"$0\" /sys/module/ipv6/parameters/disable && exec \"$@\"",
    ]

    @Test(.needsRoot, arguments: await IptablesKind.working, withoutIPv6)
    func `a kernel without IPv6 gets IPv4's rules, and says so`(kind: IptablesKind, preparation: String) async throws {
        let script = try IptablesEmitter.script(SamplePolicies.apim, toolVersion: "0")
        let folder = try TemporaryFolder()
        let file = folder.path(of: "disable")
        let (result, listing) = try await NetworkNamespace.isolated {
            let programs = try ScriptHost(kind)
            try programs.replace("ip6tables-save", with: "exit 1")
            let result = try programs.run(
                script,
                "start",
                within: ["unshare", "--mount", "sh", "-c", preparation, file]
            )
            try programs.restore("ip6tables-save", kind)
            return (result, try programs.listing())
        }
        withExtendedLifetime(folder) {}
        #expect(result.succeeded)
        #expect(result.errors == "carbonwall: this kernel doesn't speak IPv6: only IPv4 has rules\n")
        #expect(listing.matches(of: /-A INPUT -j CARBONWALL-INPUT/).count == 1)
    }
}
