import TestSupport
import Testing

/// What is known later of a policy: what it was made from, by whom, and how, in kernels of its own.
@Suite(.needsNetworkNamespaces, .needs(program: "nft")) struct SelectionInForceTests {
    private static let policyFile = """
        version: 1
        sources: { admins: [10.9.0.0/24] }
        nodes:
          gw: { addresses: [10.0.1.11], runtimes: [{ name: mi }] }
          other: { addresses: [10.0.1.12], runtimes: [{ name: si }] }
        """

    /// A host on which the file's node and a list of addresses were applied, and are gone since.
    private static func host() throws -> ManagedHost {
        let host = try ManagedHost()
        let file = try host.folder.write(policyFile, to: "policy.yaml")
        let list = try host.folder.write("192.0.2.7\n192.0.2.9\n", to: "clients.txt")
        try host.apply(["--policy", file, "--node", "gw", "--from", "clients=@\(list)", "--force"])
        try ProcessRunner.output(of: ["rm", file, list])
        return host
    }

    @Test func `plan, explain, lint and ports mean what is in force, whatever became of its files`() async throws {
        let (plan, explain, ports, lint) = try await NetworkNamespace.isolated {
            let host = try Self.host()
            return (
                try host.run("plan"), try host.run("explain", ["8253", "--from", "192.0.2.9"]),
                try host.run("ports", ["--format", "csv"]), try host.run("lint")
            )
        }
        #expect(plan.status == .exited(0), "\(plan.errors)")
        #expect(plan.output.hasPrefix("the loaded rules are those of policy 1: "))
        #expect(
            explain.output.contains("accept") || explain.output.contains("open"),
            "\(explain.output)\(explain.errors)"
        )
        #expect(ports.output.contains("8253"), "\(ports.errors)")
        #expect([.exited(0), .exited(2)].contains(lint.status), "\(lint.errors)")
    }

    @Test func `plan without a selection names what somebody changed by hand`() async throws {
        let plan = try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            try host.apply(ManagedHost.selection, "--audit-only")
            let same = try host.run("plan")
            #expect(same.status == .exited(0), "\(same.output)\(same.errors)")
            try host.nft("add", "rule", "inet", "carbonwall", "input", "tcp dport 23 accept")
            return try host.run("plan")
        }
        #expect(plan.status == .exited(2))
        #expect(plan.output.contains("tcp dport 23 accept"))
    }

    @Test func `where nothing is in force a selection is needed, as before`() async throws {
        let results = try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            return try ["plan", "lint", "ports"].map { try host.run($0) } + [host.run("explain", ["22"])]
        }
        for result in results {
            #expect(result.status == .exited(64))
            #expect(result.errors.contains("no runtime is selected"))
        }
    }

    @Test func `the history names node, selection, user and command`() async throws {
        let json = try await NetworkNamespace.isolated {
            let host = try Self.host()
            try host.run("apply", ManagedHost.selection, environment: ["SUDO_USER": "alice"])
            return try host.run("status", ["--format", "json"]).output
        }
        #expect(json.contains(#""node": "gw""#))
        #expect(json.contains(#""selection": "--runtime mi --from admins=10.9.0.0/24""#))
        #expect(json.contains(#""user": "alice""#))
        #expect(json.contains(#""command": "carbonwall apply --runtime mi --from admins=10.9.0.0/24 --state "#))
    }

    @Test func `the same content is kept once, and goes with the last policy that needs it`() async throws {
        let (shared, later) = try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            let list = try host.folder.write("192.0.2.7\n", to: "clients.txt")
            let files = { try ProcessRunner.output(of: ["ls", host.state]).split(separator: "\n") }
            for number in 1...3 {
                try host.apply(["--runtime", "mi:\(number)", "--from", "clients=@\(list)", "--force"])
            }
            let shared = try files()
            for number in 4...14 { try host.apply(["--runtime", "mi:\(number)", "--force"]) }
            return (shared, try files())
        }
        #expect(shared.filter { $0.hasPrefix("content-") }.count == 1)
        #expect(shared.filter { $0.hasPrefix("selection-") }.count == 3)
        #expect(later.filter { $0.hasPrefix("content-") }.isEmpty)
        #expect(later.filter { $0.hasPrefix("selection-") }.count == 10)
    }

    @Test func `rollback --dry-run says what would change and changes nothing`() async throws {
        let (dry, before, after, status) = try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            try host.apply()
            let before = try host.apply(ManagedHost.otherSelection)
            let dry = try host.run("rollback", ["--dry-run"])
            return (dry, before, try host.listing(), try host.run("status").output)
        }
        #expect(dry.status == .exited(0), "\(dry.errors)")
        #expect(dry.output.contains("+ 8253/tcp from clients"))
        #expect(dry.output.hasSuffix("a rollback goes to policy 1: mi:10\nnothing was changed (--dry-run)\n"))
        #expect(before == after)
        #expect(status.hasPrefix("policy 2 is in force since "))
    }

    @Test(.needsRoot, .needs(program: "unshare"), .needs(program: "setpriv"))
    func `whoever may not read the selection is told to use sudo`() throws {
        let result = try ContainedMachine.run(
            """
            user="setpriv --reuid 12345 --regid 12345 --clear-groups"
            $user $carbonwall ports; echo $?
            $carbonwall apply $mi >/dev/null
            for verb in "explain 9164" ports lint; do $user $carbonwall $verb; echo $?; done
            """
        )
        #expect(result.output == "64\n77\n77\n77\n", "\(result.errors)")
        #expect(result.errors.contains("sudo carbonwall explain 9164\n"))
    }

    @Test(.needsRoot, .needs(program: "unshare"), .needs(program: "python3"))
    func `what is done is in the machine's log, with who did it`() throws {
        let result = try ContainedMachine.run(
            """
            mkdir /run/dev && touch /run/dev/null && mount --bind /dev/null /run/dev/null
            cat >/run/log.py <<'END'
            import os, socket
            log = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            log.bind("/dev/log")
            open("/run/ready", "w")
            for line in range(3): print(log.recv(8192).decode(), flush=True)
            END
            mount --rbind /run/dev /dev
            python3 /run/log.py >/run/messages 2>/run/errors &
            while [ ! -e /run/ready ]; do sleep 0.05; done
            SUDO_USER=alice $carbonwall apply $mi >/run/out
            $carbonwall apply $si --confirm 600 >/run/out
            $carbonwall confirm >/run/out
            wait $!
            cat /run/messages
            """
        )
        let lines = result.output.split(separator: "\n")
        #expect(lines.count == 3, "\(result.output)\(result.errors)")
        #expect(
            lines.first?.wholeMatch(
                of:
                    /<85>[A-Z][a-z]{2} [ 0-9]\d [0-9:]{8} carbonwall\[\d+\]: policy 1 is in force: mi:10 \(alice: carbonwall apply --runtime mi .*\)/
            ) != nil,
            "\(lines)"
        )
        #expect(lines.last?.contains("policy 2 is confirmed: si (") == true)
    }
}
