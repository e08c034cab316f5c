import Policy
import TestSupport
import Testing

@testable import Enforcement

/// What a policy does to containers behind a bridge of this host.
@Suite(.needsNetworkNamespaces, .needs(program: "nft")) struct ContainersTests {
    /// The findings on a host with bridge `br0`, 172.17.0.1, on which `listeners` wait for UDP.
    private static func findings(
        _ policy: HostPolicy,
        listeners: [String],
        forwards: Bool = false,
        bridge: Bool = true
    ) async throws -> [Finding] {
        try await NetworkNamespace.isolated {
            let kind = bridge ? "bridge" : "veth peer name br1"
            for command in [
                "link set lo up", "link add br0 type \(kind)", "addr add 172.17.0.1/16 dev br0", "link set br0 up",
            ] {
                try ProcessRunner.output(of: ["ip"] + command.split(separator: " ").map(String.init))
            }
            if forwards {
                try ProcessRunner.output(of: ["sysctl", "-w", "net.ipv4.ip_forward=1"])
            }
            let sockets = try listeners.map { text in
                let parts = text.split(separator: ":").map(String.init)
                let address = try #require(IPAddress(parts[0]))
                return try NetworkSocket.datagrams(at: address, port: UInt16(parts[1]) ?? 0)
            }
            return withExtendedLifetime(sockets) { Doctor.obstacles(to: policy) }
        }
    }

    private static func policy(egress: Bool = false, scope: HostPolicy.Scope = .host, dns: Bool = false) throws
        -> HostPolicy
    {
        let bridge = AddressSet([try CIDR("172.17.0.0/16")])
        let waysIn = dns ? [AdministratorGuard(TransportPorts(.udp, try #require(PortRange(53))), from: bridge)] : []
        return HostPolicy(title: "test", services: [], guards: [.ssh] + waysIn, scope: scope, egress: egress ? [] : nil)
    }

    @Test func `DNS and DHCP for containers are named when the policy drops them`() async throws {
        let found = try await Self.findings(Self.policy(), listeners: ["172.17.0.1:53", "0.0.0.0:67"])
        #expect(found.map(\.slug) == ["bridge-services-dropped"])
        #expect(
            found.first?.message
                == "containers or virtual machines behind br0 ask this host for 53/udp (DNS) and 67/udp (DHCP), "
                + "which the policy drops"
        )
    }

    @Test func `nothing is said if nobody serves them there, they are let in, or the rest is left alone`() async throws
    {
        #expect(try await Self.findings(Self.policy(), listeners: ["127.0.0.1:53"]).isEmpty)
        #expect(try await Self.findings(Self.policy(), listeners: ["172.17.0.1:53"], bridge: false).isEmpty)
        #expect(try await Self.findings(Self.policy(dns: true), listeners: ["172.17.0.1:53"]).isEmpty)
        #expect(try await Self.findings(Self.policy(scope: .product(fenced: [])), listeners: ["172.17.0.1:53"]).isEmpty)
    }

    @Test func `that --egress doesn't fence what is forwarded is a note`() async throws {
        let found = try await Self.findings(Self.policy(egress: true), listeners: [], forwards: true)
        #expect(found.map(\.slug) == ["forwarded-not-fenced"])
        #expect(found.first?.severity == .note)
        #expect(try await Self.findings(Self.policy(egress: true), listeners: []).isEmpty)
        #expect(try await Self.findings(Self.policy(), listeners: [], forwards: true).isEmpty)
    }
}
