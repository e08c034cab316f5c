import Policy
import TestSupport
import Testing

/// Hosts on which the SSH server isn't where a guard would look first.
///
/// Each apply would have cut somebody off.
@Suite(.needsNetworkNamespaces, .needs(program: "nft"), .needs(program: "ip"), .needs(program: "setpriv"))
struct GuardEvidenceTests {
    private static let peer = "\(Peer.public.address(.v4))"
    /// The program sees no process but its own, as in a pod with the host's network.
    private static let ownProcesses = ["unshare", "--pid", "--fork", "--mount-proc"]
    /// It can't look into processes of others.
    private static let administrator = ["setpriv", "--bounding-set=-all,+net_admin", "--inh-caps=-all"]

    /// What `act` returns while the probe runs as each of `servers`, and somebody at a public address is connected to `ports`.
    private static func host<Value: Sendable>(
        _ servers: [[String]],
        connectedTo ports: [UInt16],
        environment: [String: String] = [:],
        _ act: @escaping @Sendable (FirewalledHost, ManagedHost) throws -> Value
    ) async throws -> Value {
        try await NetworkNamespace.isolated {
            let (wire, host) = (try FirewalledHost(), try ManagedHost())
            let running = try servers.map { server in
                let link = host.folder.file(server[0])
                try ProcessRunner.output(of: ["ln", "-sf", Locations.program("enforcement-probe"), link])
                let command = [link] + server.dropFirst()
                let process = try wire.inside.perform { try RunningProcess(command, environment: environment) }
                try process.waitForOutput("ing")
                return process
            }
            let sessions = try ports.map {
                try NetworkSocket.connection(from: Peer.public.address(.v4), to: FirewalledHost.v4, port: $0)
            }
            defer { withExtendedLifetime((running, sessions)) {} }
            return try wire.inside.perform { try act(wire, host) }
        }
    }

    private static func apply(
        _ servers: [[String]],
        connectedTo ports: [UInt16],
        _ arguments: [String] = [],
        within command: [String] = [],
        environment: [String: String] = [:]
    ) async throws -> ProcessResult {
        try await host(servers, connectedTo: ports, environment: environment) { _, host in
            try ProcessRunner.run(command + host.command("apply", ManagedHost.selection + arguments))
        }
    }

    @Test(arguments: [ownProcesses, administrator])
    func `connections that would be lost are a refusal if nobody can see whose they are`(
        command: [String]
    ) async throws {
        let result = try await Self.apply([["other", "2222"]], connectedTo: [2222], within: command)
        #expect(result.status == .exited(1))
        #expect(result.errors.contains("connected to 2222/tcp, and couldn't connect again: \(Self.peer); it may be"))
        #expect(result.errors.contains("--keep 2222/tcp@\(Self.peer)"))
    }

    @Test func `what the refusal names is enough`() async throws {
        let way = ["--keep", "2222/tcp@\(Self.peer)"]
        let result = try await Self.apply([["sshd", "2222"]], connectedTo: [2222], way, within: Self.ownProcesses)
        #expect(result.status == .exited(0), "\(result.errors)")
        let seen = try await Self.apply([["sshd", "2222"]], connectedTo: [2222], way)
        #expect(seen.output.contains("\n  the SSH server: 2222/tcp (sshd)\n"))
    }

    /// Nobody is connected yet: the server says itself what it is, whoever has its socket.
    @Test(arguments: [(["sshd"], ownProcesses), (["sshd"], administrator), (["inetd"], [])])
    func `a server that can't be seen, or that systemd or inetd starts, is found by what it says`(
        program: [String],
        command: [String]
    ) async throws {
        let server = program + ["2222", "SSH-2.0-Probe"]
        let result = try await Self.apply([server], connectedTo: [], within: command)
        #expect(result.status == .exited(1))
        #expect(result.errors.contains("no address could reach the SSH server: 2222/tcp ("))
        let way = ["--keep", "2222/tcp@10.9.0.7"]
        let kept = try await Self.apply([server], connectedTo: [], way, within: command)
        #expect(kept.status == .exited(0), "\(kept.errors)")
    }

    @Test func `a server that nobody finds is said`() async throws {
        let result = try await Self.apply([["other", "2222"]], connectedTo: [])
        #expect(result.status == .exited(0))
        #expect(result.errors.contains("no SSH server that others reach was found; 22/tcp is taken for it"))
    }

    @Test func `Dropbear counts, which leaves nothing in sudo's environment`() async throws {
        let result = try await Self.apply([["dropbear", "2222"]], connectedTo: [2222])
        #expect(result.status == .exited(1))
        #expect(result.errors.contains("\(Self.peer), connected to 2222/tcp through eth0, couldn't connect again"))
    }

    /// `sslh` on 443, and SSH behind it, which sees but this host.
    @Test func `who comes in through a program of this host is who has to come back`() async throws {
        let servers = [["sshd", "2222"], ["sslh", "443", "2222"]]
        let result = try await Self.apply(servers, connectedTo: [443])
        #expect(result.status == .exited(1))
        #expect(result.errors.contains("\(Self.peer), connected to 443/tcp through eth0, couldn't connect again"))
        let unseen = try await Self.apply(servers, connectedTo: [443], within: Self.administrator)
        #expect(unseen.status == .exited(1))
        #expect(unseen.errors.contains("connected to 443/tcp, and couldn't connect again: \(Self.peer)"))
    }

    @Test func `a program that carries sessions by a connection of its own has to make it again`() async throws {
        let egress = ManagedHost.selection + ["--egress"]
        let (refused, open, back) = try await NetworkNamespace.isolated {
            let (wire, host) = (try FirewalledHost(), try ManagedHost())
            for name in ["sshd", "cloudflared"] {
                let program = try Locations.program("enforcement-probe")
                try ProcessRunner.output(of: ["ln", "-sf", program, host.folder.file(name)])
            }
            let edge = try NetworkSocket.listener(at: Peer.public.address(.v4), port: 7844)
            return try wire.inside.perform {
                let server = try RunningProcess([host.folder.file("sshd"), "22"])
                try server.waitForOutput("listening")
                let carrier = try RunningProcess([host.folder.file("cloudflared"), Self.peer, "7844", "22"])
                try carrier.waitForOutput("connected")
                defer { withExtendedLifetime((edge, server, carrier)) {} }
                let refused = try host.run("apply", egress)
                _ = try host.apply(egress + ["--force"])
                return (refused, try host.run("apply", ManagedHost.selection), try host.run("rollback"))
            }
        }
        #expect(back.status == .exited(1), "a rollback asks the same")
        #expect(back.errors.contains("SSH comes in by what cloudflared, process"))
        #expect(refused.status == .exited(1))
        #expect(refused.errors.contains("SSH comes in by what cloudflared, process"))
        #expect(refused.errors.contains("from \(Self.peer), 7844/tcp, and --egress wouldn't let it connect again"))
        #expect(open.status == .exited(0), "\(open.errors)")
    }

    @Test func `a session of mosh that would be cut is a refusal with the ports that keep it`() async throws {
        let environment = ["SSH_CONNECTION": "\(Self.peer) 50000 10.0.1.11 22"]
        let server = [["mosh-server", "60001"]]
        let refused = try await Self.apply(server, connectedTo: [], environment: environment)
        #expect(refused.status == .exited(1))
        #expect(refused.errors.contains("a mosh session on 60001/udp, started from \(Self.peer), would be cut"))
        #expect(refused.errors.contains("--keep 60000-61000/udp@\(Self.peer)"))
        let way = ["--keep", "60000-61000/udp@\(Self.peer)"]
        let kept = try await Self.apply(server, connectedTo: [], way, environment: environment)
        #expect(kept.status == .exited(0), "\(kept.errors)")
    }

    /// What the outer packets carry is answered by others, so no connection tracking helps.
    @Test func `a session through VXLAN needs the packets that carry it, and goes on with what the hint names`()
        async throws
    {
        let sender = "\(Peer.public.address(.v4))"
        let (refused, kept, back) = try await Self.host([["sshd", "22"]], connectedTo: []) { wire, host in
            let link = { (own: String, other: String, address: String) in
                """
                link add vx0 type vxlan id 7 local \(own) remote \(other) dstport 4789
                addr add \(address)/24 dev vx0
                link set vx0 up
                """
            }
            try wire.inside.ip(link("\(FirewalledHost.v4)", sender, "10.9.0.1"))
            try wire.outside.ip(link(sender, "\(FirewalledHost.v4)", "10.9.0.2"))
            let (near, far) = (IPAddress.test(10, 9, 0, 1), IPAddress.test(10, 9, 0, 2))
            let session = try wire.outside.perform { try NetworkSocket.connection(from: far, to: near, port: 22) }
            let refused = try host.run("apply", ManagedHost.selection)
            let way = ["--keep", "22/tcp", "--keep", "4789/udp@\(sender)"]
            _ = try host.apply(ManagedHost.selection + ["--force"])
            let kept = try host.run("apply", ManagedHost.selection + way)
            try session.send([1])
            try Patience.wait(for: "the answer") { try session.unacknowledged == 0 }
            return (refused, kept, try host.run("rollback"))
        }
        #expect(back.status == .exited(1), "a rollback asks the same")
        #expect(back.errors.contains("comes in through vx0, a tunnel (vxlan), and the packets to 4789/udp"))
        #expect(refused.status == .exited(1))
        #expect(refused.errors.contains("comes in through vx0, a tunnel (vxlan), and the packets to 4789/udp"))
        #expect(refused.errors.contains("--keep 4789/udp@\(sender)"))
        #expect(kept.status == .exited(0), "\(kept.errors)")
    }

    /// 5,000 connections made 10,002 lines.
    @Test func `however many are locked out, the message stays short`() async throws {
        let result = try await Self.host([["sshd", "2222"]], connectedTo: []) { wire, host in
            let addresses = (1...200).map { "203.0.113.\($0)" }
            try wire.outside.ip(addresses.map { "addr replace \($0)/32 dev wire0" }.joined(separator: "\n"))
            let sessions = try wire.outside.perform {
                try (1...200).map {
                    try NetworkSocket.connection(
                        from: .test(203, 0, 113, UInt8($0)),
                        to: FirewalledHost.v4,
                        port: 2222
                    )
                }
            }
            defer { withExtendedLifetime(sessions) {} }
            return try host.run("apply", ManagedHost.selection)
        }
        #expect(result.status == .exited(1))
        #expect(result.errorLines.count < 30)
        #expect(result.errors.contains("190 more connected peers that couldn't connect again"))
    }
}

extension IPAddress {
    fileprivate static func test(_ bytes: UInt8...) -> IPAddress {
        .v4(IPv4Address(bits: bytes.reduce(0) { $0 << 8 | UInt32($1) }))
    }
}
