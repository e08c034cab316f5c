import Emitters
import Policy
import TestSupport
import Testing

/// What the script's rules have counted, over several starts.
@Suite(.needsNetworkNamespaces, .needsIptables) struct IptablesCounterTests {
    private static func script(_ policy: HostPolicy) throws -> String {
        try IptablesEmitter.script(policy, toolVersion: "0")
    }

    @Test(arguments: await IptablesKind.working, [["sh"], ["busybox", "sh"]])
    func `counters go on where the same policy is started again, and begin at zero with another one`(
        kind: IptablesKind,
        shell: [String]
    ) async throws {
        let (one, two) = try (Self.script(SamplePolicies.apim), Self.script(SamplePolicies.bare))
        let found = try await NetworkNamespace.isolated {
            let programs = try ScriptHost(kind, shell: shell)
            if shell.first == "busybox" {
                for name in ["awk", "sed", "grep"] { try programs.add(name, "exec busybox \(name) \"$@\"") }
            }
            try programs.output(of: "ip", "link", "set", "lo", "up")
            let expected = [[0, 0], try Self.packetsTaken(programs), [0, 0]]
            let counted = try [one, one, two].map { script in
                let result = try programs.run(script, "start")
                guard result.succeeded else { throw ProcessFailure(arguments: ["start"], result: result) }
                let counted = try Self.loopbackPackets(programs)
                try Self.sendFivePackets()
                return counted
            }
            return (counted, expected)
        }
        #expect(found.0 == found.1)
        #expect(found.0[1].first == 5)
    }

    @Test(arguments: await IptablesKind.working)
    func `where somebody took a rule away, no rule gets the counter of another`(kind: IptablesKind) async throws {
        let script = try Self.script(SamplePolicies.apim)
        let found = try await NetworkNamespace.isolated {
            let programs = try ScriptHost(kind)
            try programs.output(of: "ip", "link", "set", "lo", "up")
            _ = try programs.run(script, "start")
            try Self.sendFivePackets()
            for program in ["iptables", "ip6tables"] { try programs.output(of: program, "-D", "CARBONWALL-GUARD", "1") }
            _ = try programs.run(script, "start")
            return try Self.loopbackPackets(programs)
        }
        #expect(found == [0, 0])
    }

    @Test(arguments: await IptablesKind.working, ["exit 1", "exit 0"])
    func `where the counters can't be listed, the rules stay in force and count from zero`(
        kind: IptablesKind,
        listing: String
    ) async throws {
        let script = try Self.script(SamplePolicies.apim)
        let found = try await NetworkNamespace.isolated {
            let programs = try ScriptHost(kind)
            let first = try programs.run(script, "start")
            let before = try programs.listing()
            for program in ["iptables-save", "ip6tables-save"] {
                try programs.replace(
                    program,
                    with: "case \" $* \" in *\" --counters \"*) \(listing) ;; esac; exec \"$real\" \"$@\""
                )
            }
            let second = try programs.run(script, "start")
            return (first, second, before, try programs.listing())
        }
        #expect(found.0.succeeded && found.1.succeeded, "\(found.1.errors)")
        #expect(found.2.contains("-A INPUT -j CARBONWALL-INPUT"))
        #expect(found.3 == found.2)
    }

    /// What is left of a counter of five packets that is given to `iptables-restore`, and to `ip6tables-restore`, which forgets it in
    /// the nft kind of 1.8.9.
    private static func packetsTaken(_ programs: ScriptHost) throws -> [Int?] {
        let rules = "*filter\n:CARBONWALL-INPUT - [0:0]\n[5:200] -A CARBONWALL-INPUT -i lo -j ACCEPT\nCOMMIT\n"
        for program in ["iptables-restore", "ip6tables-restore"] {
            try programs.output(of: program, "--noflush", "--counters", input: rules)
        }
        let packets = try loopbackPackets(programs)
        for program in ["iptables", "ip6tables"] {
            for option in ["-F", "-X"] { try programs.output(of: program, option, "CARBONWALL-INPUT") }
        }
        return packets
    }

    /// Over IPv4 and IPv6.
    private static func sendFivePackets() throws {
        for text in ["127.0.0.1", "::1"] {
            let address = try #require(IPAddress(text))
            let receiver = try NetworkSocket.datagrams(at: address, port: 4000)
            let sender = try NetworkSocket.datagrams(at: address)
            for _ in 1...5 {
                try sender.send([1], to: address, port: 4000)
                _ = try receiver.receive()
            }
        }
    }

    /// How many packets the script's rule for loopback has counted, of IPv4 and of IPv6.
    private static func loopbackPackets(_ programs: ScriptHost) throws -> [Int?] {
        try ["iptables-save", "ip6tables-save"].map { program in
            let listing = try programs.output(of: program, "-t", "filter", "-c")
            return listing.firstMatch(of: /\[(\d+):\d+\] -A CARBONWALL-INPUT -i lo -j ACCEPT/).flatMap { Int($0.1) }
        }
    }
}
