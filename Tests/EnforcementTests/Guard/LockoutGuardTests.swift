import HostRuleset
import Policy
import Testing

@testable import Enforcement

@Suite struct LockoutGuardTests {
    private static func addresses(_ text: String) throws -> AddressSet {
        AddressSet(try text.split(separator: ",").map { try CIDR($0) })
    }

    private static func peer(_ address: String, port: UInt16 = 22, interface: String? = "eth0") throws -> SSHPeer {
        SSHPeer(
            try #require(IPAddress(address)),
            port: 50022,
            localAddress: nil,
            localPort: port,
            interface: interface.flatMap { InterfaceName($0) }
        )
    }

    private static func keep(
        _ port: Int,
        _ transport: Transport = .tcp,
        _ addresses: String? = nil
    ) throws -> AdministratorGuard {
        let ports = try #require(PortRange(port))
        return AdministratorGuard(TransportPorts(transport, ports), from: try addresses.map(Self.addresses))
    }

    private static func policy(
        admins: String? = nil,
        guards: [AdministratorGuard] = [.ssh],
        scope: HostPolicy.Scope = .host
    ) throws -> HostPolicy {
        let sources = try admins.map { [Source(.admins, try addresses($0))] } ?? []
        return HostPolicy(title: "test", services: [], sources: sources, guards: guards, scope: scope)
    }

    private static func check(_ policy: HostPolicy, _ peers: [SSHPeer], ports: [UInt16] = [22]) -> [Finding] {
        LockoutGuard.check(policy, SSHAccess(peers: peers, ports: ports))
    }

    @Test(arguments: ["10.9.0.5", "192.168.50.7", "fd00:9::5", "fe80::1"])
    func `a peer that could come back is no finding`(address: String) throws {
        #expect(try Self.check(Self.policy(), [Self.peer(address)]).isEmpty)
    }

    @Test func `a peer that couldn't come back is an error with the addresses to add`() throws {
        let findings = try Self.check(Self.policy(admins: "10.9.0.0/24"), [Self.peer("203.0.113.7")])
        #expect(
            findings == [
                Finding(
                    .error,
                    "ssh-peer-locked-out",
                    "203.0.113.7, connected to 22/tcp through eth0, couldn't connect again",
                    hint: "let it in besides with --keep 22/tcp@203.0.113.7"
                )
            ]
        )
    }

    @Test(arguments: [
        ([AdministratorGuard.ssh], "--keep 2222/tcp@10.9.0.5"), ([], "--keep 2222/tcp@10.9.0.5"),
    ])
    func `a peer at a port without a guard is an error with the guard to add`(
        guards: [AdministratorGuard],
        flag: String
    ) throws {
        let findings = try Self.check(
            Self.policy(guards: guards),
            [Self.peer("10.9.0.5", port: 2222)],
            ports: [22, 2222]
        )
        let error = findings.filter { $0.slug == "ssh-peer-locked-out" }
        #expect(error.map(\.hint) == ["let it in besides with \(flag)"])
    }

    @Test func `a guard for other addresses needs another guard, not more administrators`() throws {
        let policy = try Self.policy(guards: [Self.keep(22, .tcp, "198.51.100.0/24")])
        let findings = try Self.check(policy, [Self.peer("203.0.113.7")])
        #expect(findings.map(\.hint) == ["let it in besides with --keep 22/tcp@203.0.113.7"])
    }

    /// What the hints promise.
    @Test(arguments: ["203.0.113.7", "2001:db8::7"], [22, 2222] as [UInt16])
    func `the flag of a hint lets the peer in`(address: String, port: UInt16) throws {
        let peer = try Self.peer(address, port: port)
        var policy = try Self.policy(admins: "10.9.0.0/24", guards: [.ssh, Self.keep(2222, .tcp, "10.0.0.1")])
        let hint = try #require(Self.check(policy, [peer], ports: [22, 2222]).first?.hint)
        let value = try #require(hint.split(separator: " ").last)
        #expect(hint.contains("--keep \(value)"))
        policy.guards.append(try WayIn(keep: String(value)).administratorGuard)
        #expect(Self.check(policy, [peer], ports: [22, 2222]).isEmpty)
    }

    @Test func `several connections from one address are one finding`() throws {
        let peers = try ["203.0.113.7", "203.0.113.7", "203.0.113.8"].map { try Self.peer($0) }
        #expect(try Self.check(Self.policy(), peers).count == 2)
    }

    @Test func `somebody on this host itself is never locked out`() throws {
        #expect(try Self.check(Self.policy(admins: "10.9.0.0/24"), [Self.peer("203.0.113.7", interface: "lo")]).isEmpty)
    }

    @Test func `product scope locks nobody out whose port isn't fenced`() throws {
        let fenced = TransportPorts(.tcp, try #require(PortRange(9443)))
        let policy = try Self.policy(admins: "10.9.0.0/24", guards: [], scope: .product(fenced: [fenced]))
        #expect(try Self.check(policy, [Self.peer("203.0.113.7")]).isEmpty)
        #expect(
            try Self.check(policy, [Self.peer("203.0.113.7", port: 9443)], ports: [22, 9443]).map(\.slug) == [
                "ssh-peer-locked-out", "sshd-unreachable",
            ]
        )
    }

    /// An SSH server at a product's port: reached by the product's audience, through its interfaces.
    @Test(
        arguments: [("eth0", []), ("eth1", ["ssh-peer-locked-out"]), (nil, ["ssh-peer-locked-out"])]
            as [(String?, [String])]
    )
    func `a service lets in through its interfaces only`(interface: String?, slugs: [String]) throws {
        let ports = try #require(PortRange(9443))
        let service = Service(
            runtime: "apim",
            id: "servlet-https",
            transport: .tcp,
            ports: ports,
            audiences: [.clients],
            base: ports,
            offset: 0,
            summary: ""
        )
        let eth0 = try #require(InterfaceName("eth0"))
        let policy = HostPolicy(title: "", services: [service], guards: [], interfaces: [eth0])
        let peer = try Self.peer("203.0.113.7", port: 9443, interface: interface)
        #expect(Self.check(policy, [peer], ports: [9443]).map(\.slug) == slugs)
    }

    @Test func `a policy without any way in is an error even where nobody is connected`() throws {
        let findings = try Self.check(Self.policy(guards: []), [], ports: [22, 2222])
        #expect(findings.map(\.slug) == ["no-way-in"])
        #expect(findings[0].severity == .error)
        #expect(findings[0].message.contains("22/tcp, 2222/tcp"))
    }

    @Test func `an IP protocol is no way in`() throws {
        let vrrp = AdministratorGuard(.ipProtocol(try IPProtocol("vrrp")), from: try Self.addresses("10.0.0.1"))
        #expect(try Self.check(Self.policy(guards: [vrrp]), []).map(\.slug) == ["no-way-in"])
    }

    @Test func `guards and administrators without addresses are no way in`() throws {
        var policy = try Self.policy(guards: [.ssh, Self.keep(2222)])
        policy.sources = Audience.allCases.map { Source($0, AddressSet()) }
        #expect(Self.check(policy, []).map(\.slug) == ["no-way-in"])
    }

    @Test(arguments: [[AdministratorGuard.ssh], []])
    func `any guard, and any of the server's ports, is a way in`(guards: [AdministratorGuard]) throws {
        var policy = try Self.policy(guards: guards)
        if guards.isEmpty { policy.scope = .product(fenced: []) }
        #expect(Self.check(policy, []).isEmpty)
    }

    @Test func `that another port is kept is no way in to a server that was found elsewhere`() throws {
        #expect(try Self.check(Self.policy(), [], ports: [2222]).map(\.slug) == ["no-way-in"])
        #expect(try Self.check(Self.policy(guards: [.ssh, Self.keep(2222)]), [], ports: [2222]).isEmpty)
        let assumed = SSHAccess(peers: [], ports: [2222], portsAreAssumed: true)
        #expect(try LockoutGuard.check(Self.policy(), assumed).isEmpty)
    }

    /// UDP from a source that isn't reached through its interface is dropped as forged, whatever is kept.
    @Test(arguments: [true, false]) func `a mosh session is cut unless its packets pass`(hasRouteBack: Bool) throws {
        let address = try #require(IPAddress("203.0.113.7"))
        var access = SSHAccess(peers: [], ports: [22])
        access.moshSessions = [MoshSession(port: 60001, from: address, hasRouteBack: hasRouteBack)]
        #expect(try LockoutGuard.check(Self.policy(), access).map(\.slug) == ["mosh-session-cut"])
        let ports = try #require(PortRange(60000, 61000))
        let kept = AdministratorGuard(TransportPorts(.udp, ports), from: try Self.addresses("203.0.113.7"))
        let findings = try LockoutGuard.check(Self.policy(guards: [.ssh, kept]), access)
        #expect(findings.map(\.slug) == (hasRouteBack ? [] : ["mosh-session-cut"]))
        #expect(findings.allSatisfy { $0.message.contains("no route leads back") })
    }

    /// A rollback has rules, and their policy no more.
    @Test func `rules are asked what their policy is asked`() throws {
        let (mosh, vrrp) = (
            try Self.keep(60001, .udp), AdministratorGuard(.ipProtocol(try IPProtocol("vrrp")), from: .everything)
        )
        var policies = [try Self.policy(), try Self.policy(guards: [.ssh, mosh, vrrp]), try Self.policy(guards: [])]
        policies += [try Self.policy(scope: .product(fenced: []))]
        policies += policies.map { policy in
            var fenced = policy
            fenced.egress = []
            return fenced
        }
        for policy in policies {
            let rules = RuleAnswers(try KernelTable(Ruleset(policy: policy)))
            for access in try Self.accesses() {
                let (wanted, found) = (LockoutGuard.check(policy, access), LockoutGuard.check(rules, access))
                #expect(found.map(\.message) == wanted.map(\.message), "\(policy)")
                #expect(found.map(\.severity) == wanted.map(\.severity), "\(policy)")
            }
        }
    }

    /// Hosts that each depend on something else.
    private static func accesses() throws -> [SSHAccess] {
        let address = try #require(IPAddress("203.0.113.7"))
        var all = Array(repeating: SSHAccess(peers: [], ports: [22]), count: 8)
        all[0].peers = [try peer("203.0.113.7"), try peer("10.9.0.5")]
        all[1].moshSessions = [MoshSession(port: 60001, from: address)]
        all[2].moshSessions = [MoshSession(port: 60001, from: nil), MoshSession(port: 60002, from: nil)]
        let own = try #require(IPAddress("10.0.1.11"))
        let content = Packet.Content.ports(.tcp, source: 40_000, destination: 7844)
        all[3].carriers = [SessionCarrier("cloudflared", Packet(.outbound, from: own, to: address, content))]
        all[4].protocols = [SpokenProtocol(112, "keepalived"), SpokenProtocol(47, "gre1")]
        all[5].peers = [try peer("10.9.0.5", interface: "vx0")]
        all[5].tunnels = [try #require(InterfaceName("vx0")): Tunnel("vxlan", .oneWayUDP(60001), remote: address)]
        all[6] = all[5]
        all[6].tunnels = all[6].tunnels.mapValues { tunnel in
            var tunnel = tunnel
            tunnel.hasRouteBack = false
            return tunnel
        }
        all[7].ports = [2222]
        return all
    }

    @Test(arguments: [true, false]) func `a tunnel needs a route back besides what is kept`(hasRouteBack: Bool) throws {
        let address = try #require(IPAddress("203.0.113.7"))
        var tunnel = Tunnel("vxlan", .oneWayUDP(4789), remote: address)
        tunnel.hasRouteBack = hasRouteBack
        let vx0 = try #require(InterfaceName("vx0"))
        let access = SSHAccess(
            peers: [try Self.peer("10.9.0.5", interface: "vx0")],
            ports: [22],
            tunnels: [vx0: tunnel]
        )
        let findings = LockoutGuard.check(
            try Self.policy(guards: [.ssh, Self.keep(4789, .udp, "203.0.113.7")]),
            access
        )
        #expect(findings.map(\.slug) == (hasRouteBack ? [] : ["ssh-peer-in-tunnel"]))
        #expect(findings.allSatisfy { $0.severity == .error && $0.message.contains("no route leads back") })
    }

    @Test func `a server at a port that nobody could reach is a warning, unless it is only supposed`() throws {
        let policy = try Self.policy()
        let findings = Self.check(policy, [], ports: [22, 2222])
        #expect(findings.map(\.slug) == ["sshd-unreachable"])
        #expect(findings[0].severity == .warning)
        let assumed = SSHAccess(peers: [], ports: [22, 2222], portsAreAssumed: true)
        #expect(LockoutGuard.check(policy, assumed).isEmpty)
    }

    @Test func `what couldn't be found out is told first`() throws {
        let unknown = Finding(.warning, "ssh-connections-unknown", "x")
        let access = SSHAccess(peers: [try Self.peer("203.0.113.7")], ports: [22], findings: [unknown])
        #expect(
            try LockoutGuard.check(Self.policy(), access).map(\.slug) == [
                "ssh-connections-unknown", "ssh-peer-locked-out",
            ]
        )
    }

    @Test func `a peer in a tunnel is a warning, unless what carries tunnels is let in or nothing of it is dropped`()
        throws
    {
        let peers = [try Self.peer("10.8.0.2", interface: "wg0"), try Self.peer("10.9.0.5")]
        let access = SSHAccess(peers: peers, ports: [22], tunnels: [try #require(InterfaceName("wg0")): Tunnel()])
        let findings = try LockoutGuard.check(Self.policy(), access)
        #expect(findings.map(\.slug) == ["ssh-peer-in-tunnel"] && findings.map(\.severity) == [.warning])
        #expect(findings.first?.message.hasPrefix("10.8.0.2 comes in through wg0, a tunnel") == true)
        let carrier = AdministratorGuard(TransportPorts(.udp, try #require(PortRange(51820))), from: .everything)
        #expect(try LockoutGuard.check(Self.policy(guards: [.ssh, carrier]), access).isEmpty)
        #expect(try LockoutGuard.check(Self.policy(scope: .product(fenced: [])), access).isEmpty)
    }
}
