import Emitters
import Policy
import TestSupport
import Testing

@testable import Enforcement

/// Real connections to a program called sshd, on a host of its own.
@Suite(.needsNetworkNamespaces, .needs(program: "ip"), .needs(program: "nft"))
struct SSHAccessTests {
    private static let port: UInt16 = 2222

    /// A link to the probe called sshd, started in the calling thread's namespace.
    private static func server(in folder: TemporaryFolder, port: UInt16) throws -> RunningProcess {
        let link = folder.path(of: "sshd")
        _ = try ProcessRunner.run(["ln", "-s", Locations.program("enforcement-probe"), link])
        let server = try RunningProcess([link, "\(port)"])
        try server.waitForOutput("listening")
        return server
    }

    private static func address(_ family: AddressFamily) -> IPAddress { FirewalledHost.address(family) }

    @Test func `every connection to the server is found, by address, port and interface`() async throws {
        let access = try await NetworkNamespace.isolated {
            let host = try FirewalledHost()
            let folder = try TemporaryFolder()
            let server = try host.inside.perform { try Self.server(in: folder, port: Self.port) }
            let connections = try Peer.allCases.flatMap { peer in
                try AddressFamily.allCases.map { family in
                    try NetworkSocket.connection(from: peer.address(family), to: Self.address(family), port: Self.port)
                }
            }
            let access = try host.inside.perform { SSHAccess.current { _ in nil } }
            withExtendedLifetime((server, connections)) {}
            return access
        }
        #expect(access.ports == [Self.port])
        #expect(!access.portsAreAssumed)
        #expect(access.findings.isEmpty)
        let expected = Peer.allCases.flatMap { peer in AddressFamily.allCases.map { peer.address($0) } }
        #expect(Set(access.peers.map(\.address)) == Set(expected))
        #expect(access.peers.count == expected.count)
        for peer in access.peers {
            #expect(peer.localPort == Self.port)
            #expect(peer.interface == InterfaceName("eth0"))
            #expect(peer.localAddress == Self.address(AddressFamily(of: peer.address)))
        }
    }

    @Test func `who connects from this host itself comes in through lo`() async throws {
        let interfaces = try await NetworkNamespace.isolated {
            let host = try FirewalledHost()
            let folder = try TemporaryFolder()
            return try host.inside.perform {
                let server = try Self.server(in: folder, port: Self.port)
                let own = try NetworkSocket.connection(
                    from: FirewalledHost.v4,
                    to: FirewalledHost.v4,
                    port: Self.port
                )
                let loopback = IPAddress.v4(IPv4Address(bits: 0x7f00_0001))
                let other = try NetworkSocket.connection(from: loopback, to: loopback, port: Self.port)
                return withExtendedLifetime((server, own, other)) {
                    SSHAccess.current { _ in nil }.peers.map(\.interface)
                }
            }
        }
        #expect(interfaces == [InterfaceName("lo"), InterfaceName("lo")])
    }

    @Test func `what SSH_CONNECTION says and the sockets show is one peer`() async throws {
        let access = try await NetworkNamespace.isolated {
            let host = try FirewalledHost()
            let folder = try TemporaryFolder()
            let server = try host.inside.perform { try Self.server(in: folder, port: Self.port) }
            let peer = Peer.admin.address(.v4)
            let connection = try NetworkSocket.connection(from: peer, to: FirewalledHost.v4, port: Self.port)
            let port = try host.inside.perform { SSHAccess.current { _ in nil }.peers.first?.port ?? 0 }
            let text = "\(peer) \(port) \(FirewalledHost.v4) \(Self.port)"
            return try withExtendedLifetime((server, connection)) {
                try host.inside.perform { SSHAccess.current { $0 == "SSH_CONNECTION" ? text : nil } }
            }
        }
        #expect(access.peers.count == 1)
        #expect(access.peers.first?.interface == InterfaceName("eth0"))
    }

    /// OpenSSH itself, which `make test` doesn't install, since Debian's package starts a server; `.ci/run` does.
    @Test(.enabled("OpenSSH's server isn't installed") { ProcessRunner.finds("sshd") })
    func `a real server and who is connected to it are found`() async throws {
        let access = try await NetworkNamespace.isolated {
            let host = try FirewalledHost()
            let folder = try TemporaryFolder()
            let key = folder.path(of: "key")
            try ProcessRunner.output(of: ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key])
            try ProcessRunner.output(of: ["mkdir", "-p", "/run/sshd"])
            let arguments = ["/usr/sbin/sshd", "-D", "-f", "/dev/null", "-p", "\(Self.port)", "-h", key]
            let server = try host.inside.perform { try RunningProcess(arguments) }
            try Patience.wait(for: "the server, which listens on one family after the other") {
                AddressFamily.allCases.allSatisfy { (try? Self.connect(from: Peer.public.address($0))) != nil }
            }
            let connection = try Self.connect(from: Peer.public.address(.v6))
            #expect(try String(decoding: connection.receive(), as: UTF8.self).hasPrefix("SSH-2.0-"))
            let access = try host.inside.perform { SSHAccess.current { _ in nil } }
            withExtendedLifetime((server, connection)) {}
            return access
        }
        #expect(access.ports == [Self.port] && !access.portsAreAssumed)
        #expect(access.peers.contains { $0.address == Peer.public.address(.v6) })
    }

    /// Nothing that is called sshd listens: inetd does, as systemd does with `Accept=yes`.
    @Test(.needs(program: "busybox")) func `who came in through inetd is found, too`() async throws {
        let access = try await NetworkNamespace.isolated {
            let host = try FirewalledHost()
            let folder = try TemporaryFolder()
            let link = folder.path(of: "sshd")
            try ProcessRunner.output(of: ["ln", "-s", Locations.program("enforcement-probe"), link])
            let command = ["busybox", "nc", "-ll", "-p", "\(Self.port)", "-e", link, "-i"]
            let server = try host.inside.perform { try RunningProcess(command) }
            let source = Peer.public.address(.v4)
            try Patience.wait(for: "inetd") { (try? Self.connect(from: source)) != nil }
            let connection = try Self.connect(from: source)
            try Patience.wait(for: "the session") {
                try host.inside.perform { !SSHAccess.current { _ in nil }.portsAreAssumed }
            }
            let access = try host.inside.perform { SSHAccess.current { _ in nil } }
            withExtendedLifetime((server, connection)) {}
            return access
        }
        #expect(access.ports == [Self.port])
        #expect(Set(access.peers.map(\.address)) == [Peer.public.address(.v4)])
    }

    @Test(
        .needs(program: "ip"),
        .enabled("/dev/net/tun isn't there") { try ProcessRunner.run(["test", "-w", "/dev/net/tun"]).succeeded }
    )
    func `tunnels are known by their interfaces`() async throws {
        let tunnels = try await NetworkNamespace.isolated {
            try ProcessRunner.output(of: ["ip", "tuntap", "add", "dev", "tun9", "mode", "tun"])
            try ProcessRunner.output(of: ["ip", "tuntap", "add", "dev", "tap9", "mode", "tap"])
            return SSHAccess.current { _ in nil }.tunnels
        }
        #expect(Set(tunnels.keys.map(\.description)) == ["tap9", "tun9"])
    }

    /// The kinds that the kernel here knows.
    @Test func `tunnels that are no point-to-point links are known by their kind, also below a bridge or a VLAN`()
        async throws
    {
        let tunnels = try await NetworkNamespace.isolated {
            let commands = [
                "link add vx9 type vxlan id 9 remote 198.51.100.7 dstport 4789",
                "link add br9 type bridge", "link add vx8 type vxlan id 8 dstport 8472 dev lo",
                "link set vx8 master br9",
                "link add link br9 name br9.7 type vlan id 7", "link add dummy9 type veth",
                "link add gre9 type gretap remote 198.51.100.7", "link add gnv9 type geneve id 9 remote 198.51.100.7",
            ]
            for command in commands {
                _ = try ProcessRunner.run(["ip"] + command.split(separator: " ").map(String.init))
            }
            return SSHAccess.current { _ in nil }.tunnels
        }
        let remote = IPAddress.v4(IPv4Address(bits: 0xC633_6407))
        let known = Set(tunnels.keys.map(\.description))
        #expect(tunnels[try #require(InterfaceName("vx9"))] == Tunnel("vxlan", .oneWayUDP(4789), remote: remote))
        #expect(known.isSuperset(of: ["vx8", "br9"]) && !known.contains("dummy9"))
        #expect(try tunnels[#require(InterfaceName("br9"))]?.carrier == .oneWayUDP(8472))
        let vlan = try tunnels[#require(InterfaceName("br9.7"))]
        #expect(vlan == nil || vlan?.carrier == .oneWayUDP(8472))
        let gre = try tunnels[#require(InterfaceName("gre9"))]
        #expect(gre == nil || gre == Tunnel("gretap", .ipProtocol(47), remote: remote))
        let geneve = try tunnels[#require(InterfaceName("gnv9"))]
        #expect(geneve == nil || geneve == Tunnel("geneve", .oneWayUDP(6081), remote: remote))
    }

    @Test func `the kernel says whether a route leads back through an interface`() async throws {
        let answers = try await NetworkNamespace.isolated {
            for (name, network) in [("d1", "10.1.0.1/24"), ("d2", "10.2.0.1/24")] {
                try ProcessRunner.output(of: ["ip", "link", "add", name, "type", "veth"])
                try ProcessRunner.output(of: ["ip", "addr", "add", network, "dev", name])
                try ProcessRunner.output(of: ["ip", "link", "set", name, "up"])
            }
            let address = IPAddress.v4(IPv4Address(bits: 0x0A01_0007))
            let through = { (name: String) in
                InterfaceName(name).flatMap { RouteLookup.leads(to: address, through: $0) }
            }
            return [through("d1"), through("d2"), through("none")]
        }
        #expect(answers == [true, false, nil])
    }

    @Test func `without a server it is port 22 and what SSH_CONNECTION says`() async throws {
        let access = try await NetworkNamespace.isolated {
            SSHAccess.current { $0 == "SSH_CONNECTION" ? "203.0.113.7 50022 10.0.1.11 2200" : nil }
        }
        #expect(access.ports == [22, 2200])
        #expect(access.portsAreAssumed)
        #expect(access.peers.map(\.localPort) == [2200])
    }

    @Test func `a variable that makes no sense is a warning`() async throws {
        let access = try await NetworkNamespace.isolated { SSHAccess.current { _ in "\u{1b}[31m" } }
        #expect(access.findings.map(\.slug) == ["ssh-environment"])
        #expect(access.findings.first?.message.contains("\u{1b}") == false)
        #expect(access.peers.isEmpty)
    }

    /// Rules that make the kernel track connections, as those of an earlier apply do.
    private static let tracking = """
        table inet tracking { chain input { type filter hook input priority 0; policy accept; ct state established accept; }; }
        """

    /// What the guard foretells, tried: the policy is loaded, and everybody who is connected connects again.
    ///
    /// On a host that tracked no connections before, even those that stand are new to the policy.
    @Test(arguments: [true, false])
    func `those whom the guard names can't connect again, the others can`(isTracking: Bool) async throws {
        let outcomes = try await NetworkNamespace.isolated {
            let host = try FirewalledHost()
            let folder = try TemporaryFolder()
            if isTracking { try host.load(Self.tracking) }
            let server = try host.inside.perform { try Self.server(in: folder, port: Self.port) }
            let ends = Peer.allCases.flatMap { peer in AddressFamily.allCases.map { peer.address($0) } }
            let connections = try ends.map { try Self.connect(from: $0) }
            let policy = try Self.policy()
            let access = try host.inside.perform { SSHAccess.current { _ in nil } }
            let named = LockoutGuard.check(policy, access).filter { $0.slug == "ssh-peer-locked-out" }
            try host.load(NftablesEmitter.emit(policy, toolVersion: "test"))
            for connection in connections { try connection.send([1]) }
            let again = ends.map { (try? Self.connect(from: $0, within: 300)) != nil }
            let goOn = try connections.map { try $0.unacknowledged == 0 }
            withExtendedLifetime(server) {}
            return zip(ends, zip(again, goOn)).map { end, result in
                let isNamed = named.contains { $0.message.hasPrefix("\(end), ") }
                return Outcome(isNamed: isNamed, connectsAgain: result.0, goesOn: result.1)
            }
        }
        #expect(outcomes.allSatisfy { $0.connectsAgain == !$0.isNamed })
        #expect(outcomes.allSatisfy { $0.goesOn == (isTracking || !$0.isNamed) })
        #expect(outcomes.count { $0.isNamed } == 6)
    }

    private struct Outcome: Sendable {
        let isNamed: Bool
        let connectsAgain: Bool
        let goesOn: Bool
    }

    private static func connect(from address: IPAddress, within milliseconds: Int32 = 2000) throws -> NetworkSocket {
        let family = AddressFamily(of: address)
        return try NetworkSocket.connection(from: address, to: Self.address(family), port: port, within: milliseconds)
    }

    /// Lets in nobody but the administrators of both families.
    private static func policy() throws -> HostPolicy {
        let admins = AddressSet(AddressFamily.allCases.map { CIDR(Peer.admin.address($0)) })
        let ports = try #require(PortRange(Int(port)))
        return HostPolicy(
            title: "test",
            services: [],
            sources: [Source(.admins, admins)],
            guards: [AdministratorGuard(TransportPorts(.tcp, ports))]
        )
    }
}
