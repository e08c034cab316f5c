import Emitters
import Policy
import TestSupport
import Testing

/// What the script does to a host, and what it leaves alone.
@Suite(.needsNetworkNamespaces, .needsIptables) struct IptablesScriptHostTests {
    /// Rules of others, with which hosts have them.
    private static let neighbours = """
        *nat
        :DOCKER - [0:0]
        -A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
        -A DOCKER -p tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80
        COMMIT
        *filter
        :INPUT ACCEPT [0:0]
        :FORWARD DROP [0:0]
        :DOCKER-USER - [0:0]
        :f2b-sshd - [0:0]
        -A INPUT -p tcp -m multiport --dports 22 -j f2b-sshd
        -A INPUT -s 192.0.2.66/32 -m comment --comment "ours, not CARBONWALL-INPUT" -j DROP
        -A FORWARD -j DOCKER-USER
        -A DOCKER-USER -j RETURN
        -A f2b-sshd -s 203.0.113.66/32 -j REJECT
        -A f2b-sshd -j RETURN
        COMMIT

        """

    private static func addNeighbours(_ programs: ScriptHost) throws {
        try programs.output(of: "iptables-restore", input: neighbours)
        let ipv6 = neighbours.split(separator: "\n").filter { !$0.contains(".") }.joined(separator: "\n") + "\n"
        try programs.output(of: "ip6tables-restore", input: ipv6)
    }

    private static func script(_ policy: HostPolicy) throws -> String {
        try IptablesEmitter.script(policy, toolVersion: "0")
    }

    @Test(arguments: await IptablesKind.working, [["sh"], ["busybox", "sh"]])
    func `others' rules stay, a second start changes nothing, and stop leaves what was there before`(
        kind: IptablesKind,
        shell: [String]
    ) async throws {
        let (one, two) = try (Self.script(SamplePolicies.everything), Self.script(SamplePolicies.manySources))
        let found = try await NetworkNamespace.isolated {
            let programs = try ScriptHost(kind, shell: shell)
            if shell.first == "busybox" {
                for name in ["awk", "sed", "grep"] { try programs.add(name, "exec busybox \(name) \"$@\"") }
            }
            try Self.addNeighbours(programs)
            var listings = [try programs.listing()]
            for (script, verb) in [
                (one, "start"), (one, "start"), (two, "start"), (two, "start"), (one, "start"), (one, "stop"),
                (one, "stop"),
            ] {
                let result = try programs.run(script, verb)
                guard result.succeeded else { throw ProcessFailure(arguments: [verb], result: result) }
                listings.append(try programs.listing())
            }
            return listings
        }
        #expect(found[1] == found[2], "the second start")
        #expect(found[3] == found[4], "the second start of another policy")
        #expect(found[5] == found[1], "back to the first policy, with nothing of the second one left")
        #expect(found[6] == found[0] && found[7] == found[0], "stop")
        for listing in found { #expect(listing.foreign == found[0].foreign) }
        #expect(
            found[1].contains("-j f2b-sshd\n-A INPUT -j CARBONWALL-INPUT\n-A INPUT -s 192.0.2.66"),
            "the call is the first rule behind the bans"
        )
        #expect(found[3].contains("\nCARBONWALL-") == ProcessRunner.finds("ipset"), "many addresses are sets")
    }

    @Test(arguments: await IptablesKind.working)
    func `what others put before the script's call stays before it`(kind: IptablesKind) async throws {
        let script = try Self.script(SamplePolicies.apim)
        let rules = try await NetworkNamespace.isolated {
            let programs = try ScriptHost(kind)
            _ = try programs.run(script, "start")
            try programs.output(of: "iptables", "-I", "INPUT", "-s", "203.0.113.66", "-j", "DROP")
            _ = try programs.run(script, "start")
            return try programs.output(of: "iptables", "-S", "INPUT")
        }
        #expect(rules == "-P INPUT ACCEPT\n-A INPUT -s 203.0.113.66/32 -j DROP\n-A INPUT -j CARBONWALL-INPUT\n")
    }

    /// What somebody does to a host whose rules are in force, and what status says of IPv4 then.
    private struct Interference: Sendable {
        var commands: [String]
        var words: String
    }

    private static let interferences = [
        Interference(
            commands: ["iptables -I INPUT -s 192.0.2.1 -j ACCEPT"],
            words: "loaded, and a rule above the call in INPUT lets packets past it: -A INPUT -s 192.0.2.1/32 -j ACCEPT"
        ),
        Interference(
            commands: ["iptables -N mine", "iptables -A mine -p udp -j ACCEPT", "iptables -I INPUT -j mine"],
            words: "loaded, and a rule above the call in INPUT lets packets past it: -A INPUT -j mine"
        ),
        Interference(
            commands: ["iptables -I OUTPUT -d 192.0.2.1 -j RETURN"],
            words: "loaded, and a rule above the call in OUTPUT lets packets past it: "
                + "-A OUTPUT -d 192.0.2.1/32 -j RETURN"
        ),
        Interference(
            commands: ["iptables -I INPUT -j REJECT"],
            words: "loaded, and a rule above the call in INPUT takes all packets: "
                + "-A INPUT -j REJECT --reject-with icmp-port-unreachable"
        ),
        Interference(
            commands: ["iptables -R INPUT 1 -s 10.0.0.0/8 -j CARBONWALL-INPUT"],
            words: "loaded, and INPUT calls them for some packets only"
        ),
        Interference(commands: ["iptables -D INPUT 1"], words: "loaded, and INPUT calls them no more"),
        Interference(commands: ["iptables -D OUTPUT 1"], words: "loaded, and OUTPUT calls them no more"),
        Interference(
            commands: ["iptables -I CARBONWALL-GUARD -j ACCEPT"],
            words: "loaded, and changed by somebody since"
        ),
        Interference(
            commands: ["iptables -R CARBONWALL-GUARD 1 -j ACCEPT"],
            words: "loaded, and changed by somebody since"
        ),
        Interference(
            commands: ["iptables -D CARBONWALL-INPUT -j DROP", "iptables -I CARBONWALL-INPUT 2 -j DROP"],
            words: "loaded, and changed by somebody since"
        ),
        Interference(commands: ["iptables -N CARBONWALL-MORE"], words: "loaded, and changed by somebody since"),
        Interference(
            commands: ["ipset add $(ipset list -n | grep CARBONWALL- | head -n 1) 192.0.2.0/24"],
            words: "loaded, and a set was changed by somebody since"
        ),
        Interference(
            commands: ["ipset flush $(ipset list -n | grep CARBONWALL- | head -n 1)"],
            words: "loaded, and a set was changed by somebody since"
        ),
        // What takes nothing away from the policy but packets.
        Interference(commands: ["iptables -I INPUT -i lo -j ACCEPT"], words: "in force"),
        Interference(
            commands: ["iptables -I INPUT -s 203.0.113.66 -m comment --comment ' -j ACCEPT' -j DROP"],
            words: "in force"
        ),
    ]

    @Test(.needs(program: "ipset"), arguments: await IptablesKind.working)
    func `status says what somebody did to the rules or around them, and start puts it right`(kind: IptablesKind)
        async throws
    {
        var policy = SamplePolicies.manySources
        policy.egress = []
        let script = try Self.script(policy)
        let found = try await NetworkNamespace.isolated {
            let programs = try ScriptHost(kind)
            _ = try programs.run(script, "start")
            return try Self.interferences.map { interference in
                for command in interference.commands { try programs.output(of: "sh", "-c", command) }
                let results = try ["status", "start", "status"].map { try programs.run(script, $0) }
                // A foreign rule that stays would be the answer to the next interference, too.
                for command in interference.commands
                where command.contains(" -I ") && !command.contains("CARBONWALL") {
                    try programs.output(of: "sh", "-c", command.replacing(" -I ", with: " -D ") + " || true")
                }
                return results
            }
        }
        for (interference, results) in zip(Self.interferences, found) {
            let isHarmless = interference.words == "in force"
            #expect(results[0].output == "IPv4: \(interference.words)\nIPv6: in force\n")
            #expect(
                results.map(\.status) == [isHarmless ? 0 : 3, 0, 0].map { .exited($0) },
                "\(interference.commands), \(results.map(\.errors))"
            )
        }
    }

    @Test func `where rules can't be compared word by word, status says that it can't tell`() async throws {
        let kind = try #require(await IptablesKind.working.first)
        let script = try Self.script(SamplePolicies.apim)
        let result = try await NetworkNamespace.isolated {
            let programs = try ScriptHost(kind)
            _ = try programs.run(script, "start")
            try programs.add("unshare", "exit 1")
            return try programs.run(script, "status")
        }
        #expect(result.status == .exited(3))
        #expect(result.output.contains("IPv4: can't tell: "))
    }

    @Test(arguments: await IptablesKind.working)
    func `status knows whether these rules are in force`(kind: IptablesKind) async throws {
        let (script, other) = try (Self.script(SamplePolicies.apim), Self.script(SamplePolicies.bare))
        let digest = SamplePolicies.apim.digest
        let answers = try await NetworkNamespace.isolated {
            let programs = try ScriptHost(kind)
            let steps: [() throws -> Void] = [
                {}, { _ = try programs.run(script, "start") },
                { try programs.output(of: "iptables", "-D", "CARBONWALL-GUARD", "1") },
                { _ = try programs.run(script, "start") },
                { try programs.output(of: "ip6tables", "-D", "INPUT", "1") },
                { _ = try programs.run(script, "stop") },
            ]
            var answers: [ProcessResult] = []
            for step in steps {
                try step()
                answers.append(try programs.run(script, "status"))
            }
            _ = try programs.run(script, "start")
            return answers + [try programs.run(other, "status")]
        }
        #expect(answers.map(\.status) == [3, 0, 3, 0, 3, 3, 3].map { .exited($0) })
        #expect(
            answers.map(\.output) == [
                "IPv4: not loaded\nIPv6: not loaded\n",
                "IPv4: in force\nIPv6: in force\n",
                "IPv4: loaded, and changed by somebody since\nIPv6: in force\n",
                "IPv4: in force\nIPv6: in force\n",
                "IPv4: in force\nIPv6: loaded, and INPUT calls them no more\n",
                "IPv4: not loaded\nIPv6: not loaded\n",
                "IPv4: the rules of another policy are loaded, sha256:\(digest)\n"
                    + "IPv6: the rules of another policy are loaded, sha256:\(digest)\n",
            ]
        )
    }

    @Test(.needsRoot, arguments: await IptablesKind.working)
    func `eight at once leave one call and whole rules`(kind: IptablesKind) async throws {
        let scripts = try [Self.script(SamplePolicies.apim), Self.script(SamplePolicies.everything)]
        let (listing, expected) = try await NetworkNamespace.isolated {
            let programs = try ScriptHost(kind)
            let results = try programs.runTogether((0..<8).map { scripts[$0 % 2] }, "start")
            #expect(results.succeeded, "\(results.errors)")
            let listing = try programs.listing()
            let expected = try scripts.map { script in
                _ = try programs.run(script, "start")
                return try programs.listing()
            }
            return (listing, expected)
        }
        #expect(expected.contains(listing))
    }

    @Test(.needsRoot) func `nobody but root is told so, and nothing else happens`() throws {
        let script = try Self.script(SamplePolicies.apim)
        for verb in ["start", "stop", "status"] {
            let user = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
            let result = try ProcessRunner.run(user + ["sh", "-s", "--", verb], input: Array(script.utf8))
            #expect(result.status == .exited(77))
            #expect(result.errors == "carbonwall: only root can do that\n")
        }
    }
}

extension String {
    /// The lines that don't belong to the script.
    fileprivate var foreign: [Substring] {
        split(separator: "\n").filter { line in
            !line.contains("CARBONWALL-") || line.contains("ours, not CARBONWALL-INPUT")
        }
    }
}
