import TestSupport
import Testing

/// `carbonwall status` in kernels of its own.
@Suite(.needsNetworkNamespaces, .needs(program: "nft")) struct StatusCommandTests {
    @Test func `without a state folder it says what is loaded, and makes none`() async throws {
        let (nothing, loaded, names) = try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            let nothing = try host.run("status")
            _ = try host.listingOfEmitted(ManagedHost.selection)
            return (nothing, try host.run("status"), try host.folder.names)
        }
        #expect(nothing.output == "no rules of ours are loaded\nthe next boot loads nothing of ours\n")
        #expect(loaded.output.hasPrefix("table inet carbonwall is loaded, and this state folder knows nothing of it"))
        #expect(names.isEmpty)
    }

    @Test func `rules that were changed or taken away by hand are named so`() async throws {
        let (changed, gone, other) = try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            try host.apply()
            try host.nft("add", "table", "inet", "other")
            let other = try host.run("status").output
            try host.nft("add", "rule", "inet", "carbonwall", "input", "tcp dport 23 accept")
            let changed = try host.run("status").output
            try host.nft("flush", "ruleset")
            return (changed, try host.run("status").output, other)
        }
        #expect(other.hasPrefix("policy 1 is in force since "))
        #expect(
            changed.hasPrefix(
                "somebody changed the rules of policy 1 (mi:10) by hand:\n  + rule 11 of chain input (tcp dport 23 accept)\n"
            )
        )
        #expect(gone.hasPrefix("no rules of ours are loaded: somebody took away those of policy 1 (mi:10)\n"))
    }

    @Test(arguments: [
        (["add", "map", "inet", "carbonwall", "mine", "{ type ipv4_addr : inet_service ; }"], "+ set mine"),
        (["add", "set", "inet", "carbonwall", "mine", "{ type ipv4_addr ; flags timeout ; }"], "+ set mine"),
        (
            ["add", "table", "inet", "carbonwall", "{ flags dormant ; }"],
            "~ table inet carbonwall (it becomes dormant)"
        ),
    ])
    func `what somebody added to the table, or switched off, is named`(command: [String], line: String) async throws {
        let status = try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            try host.apply()
            try ProcessRunner.output(of: ["nft"] + command)
            return try host.run("status").output
        }
        #expect(status.hasPrefix("somebody changed the rules of policy 1 (mi:10) by hand:\n  \(line)\n"), "\(status)")
    }

    /// The host behind a wire, after somebody has connected to 8253/tcp, which is open, and tried 8254/tcp, which isn't.
    private static func connectedHost() throws -> (FirewalledHost, ManagedHost) {
        let (wire, host) = (try FirewalledHost(), try ManagedHost())
        try wire.inside.perform { try host.apply() }
        let listener = try wire.inside.perform { try NetworkSocket.listener(at: FirewalledHost.v4, port: 8253) }
        let source = Peer.public.address(.v4)
        _ = try NetworkSocket.connection(from: source, to: FirewalledHost.v4, port: 8253, within: 5000)
        _ = try? NetworkSocket.connection(from: source, to: FirewalledHost.v4, port: 8254, within: 100)
        withExtendedLifetime(listener) {}
        return (wire, host)
    }

    private static var row: Regex<Substring> { #/8253/tcp +clients +1 +mi passthrough-https 8243\+10: /# }

    @Test(.needs(program: "ip")) func `connections are counted by port, and what was dropped`() async throws {
        let (status, json) = try await NetworkNamespace.isolated {
            let (wire, host) = try Self.connectedHost()
            return try wire.inside.perform {
                (try host.run("status").output, try host.run("status", ["--format", "json"]).output)
            }
        }
        #expect(status.contains(Self.row))
        #expect(status.contains(/\n[1-9][0-9]* packets?: input that nothing allows\n/))
        #expect(json.contains("\"rules\": \"policy\""))
        #expect(
            json.contains(/"port": 8253,\n      "transport": "tcp",\n      "place": "clients",\n      "packets": 1,/)
        )
    }

    @Test(.needs(program: "ip")) func `what stays goes on counting through an apply and a rollback`() async throws {
        let outputs = try await NetworkNamespace.isolated {
            let (wire, host) = try Self.connectedHost()
            return try wire.inside.perform {
                try host.apply(["--runtime", "mi", "--from", "admins=10.8.0.0/24", "--keep", "2222/tcp"])
                let applied = try host.run("status").output
                try host.run("rollback")
                return [applied, try host.run("status").output]
            }
        }
        for output in outputs { #expect(output.contains(Self.row), "\(output)") }
    }
}
