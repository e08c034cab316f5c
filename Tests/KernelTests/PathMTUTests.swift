import Policy
import TestSupport
import Testing

/// A firewalled host behind a router whose other link takes smaller packets.
///
/// Without the ICMP errors that say so, the host's large segments vanish and the connection hangs.
@Suite(.needsNetworkNamespaces, .needsForwarding, .needs(program: "nft"), .needs(program: "ip"))
struct PathMTUTests {
    @Test(arguments: [("10.0.1.11", "203.0.113.9"), ("fd00:1::11", "2001:db8::9")])
    func `the error about a packet that is too big comes in, and the connection goes on`(
        host: String,
        client: String
    ) async throws {
        let (source, destination) = try (#require(IPAddress(client)), #require(IPAddress(host)))
        let mtu = try await NetworkNamespace.isolated {
            let path = try NarrowPath(ruleset: TestedHost.apim.ruleset())
            let listener = try path.host.perform { try NetworkSocket.listener(at: destination, port: 8243) }
            let conversation = try Conversation(listener, from: source, to: destination, port: 8243)
            try conversation.server.send([UInt8](repeating: 7, count: 20000))
            var received = 0
            while received < 20000 { received += try conversation.client.receive().count }
            return try conversation.server.pathMTU
        }
        #expect(mtu == NarrowPath.mtu)
    }
}

/// The calling thread's namespace is the client's.
///
/// ```
/// client  203.0.113.9, 2001:db8::9 ── 1280 bytes ── router ── 1500 bytes ── host  10.0.1.11, fd00:1::11
/// ```
private final class NarrowPath {
    /// What IPv6 allows at the least.
    static let mtu = 1280

    let host: NetworkNamespace
    private let router: NetworkNamespace

    init(ruleset: String) throws {
        let client = try NetworkNamespace.current()
        router = try NetworkNamespace()
        host = try NetworkNamespace()
        try layWires(from: client)
        try giveAddresses(client)
        try router.perform {
            try SystemControl.set("net/ipv4/ip_forward", to: "1")
            try SystemControl.set("net/ipv6/conf/all/forwarding", to: "1")
        }
        try host.perform { try ProcessRunner.output(of: ["nft", "-f", "-"], input: Array(ruleset.utf8)) }
    }

    private func layWires(from client: borrowing NetworkNamespace) throws {
        try client.ip("link add wire0 type veth peer name wire0 netns \(router.path)")
        try host.ip("link add eth0 type veth peer name eth0 netns \(router.path)")
        try router.ip("link set wire0 mtu \(Self.mtu)")
    }

    /// The client's own end of the narrow link takes more: it would announce a smaller segment size and hide what is tested.
    private func giveAddresses(_ client: borrowing NetworkNamespace) throws {
        try client.ip(
            Self.bringUp("wire0", ["203.0.113.9/24", "2001:db8::9/64", "fe80::9/64"])
                + "\nroute add default via 203.0.113.1\nroute add ::/0 via 2001:db8::1"
        )
        try host.ip(
            Self.bringUp("eth0", ["10.0.1.11/24", "fd00:1::11/64", "fe80::11/64"])
                + "\nroute add default via 10.0.1.1\nroute add ::/0 via fd00:1::1"
        )
        try router.ip(Self.bringUp("wire0", ["203.0.113.1/24", "2001:db8::1/64", "fe80::1/64"]))
        try router.ip(Self.bringUp("eth0", ["10.0.1.1/24", "fd00:1::1/64", "fe80::1/64"]))
    }

    /// With these addresses and none that the kernel makes up, which it would check for a second.
    private static func bringUp(_ interface: String, _ addresses: [String]) -> String {
        let links = ["link set \(interface) addrgenmode none", "link set \(interface) up"]
        let lines = addresses.map { "address add \($0) dev \(interface)" + ($0.contains(":") ? " nodad" : "") }
        return (links + lines).joined(separator: "\n")
    }
}
