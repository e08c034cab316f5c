#if os(Linux)
import Policy

/// The links, addresses and routes of a `FirewalledHost`.
enum HostWiring {
    /// A sender at the other end of the host's `interface`, for the outside.
    static func sender(toHostInterface interface: String) throws(SystemError) -> PacketSender {
        let number = interface.dropFirst(3)
        return try PacketSender(onWireOf: "wire\(number)", neighbour: [2, 0, 0, 0, 0, 0xe0 + (UInt8(number) ?? 0)])
    }

    /// Lays both wires between the namespaces and gives each side its addresses.
    static func connect(
        outside: borrowing NetworkNamespace,
        inside: borrowing NetworkNamespace,
        _ neighbours: FirewalledHost.Neighbours
    ) throws {
        try outside.ip(
            """
            link add wire0 address 02:00:00:00:00:c0 type veth peer name eth0 address 02:00:00:00:00:e0 netns \(inside.path)
            link add wire1 address 02:00:00:00:00:c1 type veth peer name eth1 address 02:00:00:00:00:e1 netns \(inside.path)
            """
        )
        try inside.ip(insideCommands(neighbours))
        try outside.ip(outsideCommands(neighbours))
    }

    private static func insideCommands(_ neighbours: FirewalledHost.Neighbours) -> String {
        var lines = bringUp(["eth0", "eth1"])
        lines += addresses([FirewalledHost.v4, FirewalledHost.v6, FirewalledHost.linkLocal], on: "eth0")
        lines += ["route add default dev eth0", "route add ::/0 dev eth0"]
        if neighbours == .known {
            let others = peerAddresses + [FirewalledHost.outsideLinkLocal]
            lines += others.map { "neigh add \($0) lladdr 02:00:00:00:00:c0 dev eth0 nud permanent" }
        }
        return lines.joined(separator: "\n")
    }

    private static func outsideCommands(_ neighbours: FirewalledHost.Neighbours) -> String {
        var lines = bringUp(["wire0", "wire1"])
        lines += addresses(peerAddresses + [FirewalledHost.outsideLinkLocal], on: "wire0")
        lines += [FirewalledHost.v4, FirewalledHost.v6].map { "route add \($0) dev wire0" }
        if neighbours == .known {
            let hosts = [FirewalledHost.v4, FirewalledHost.v6, FirewalledHost.linkLocal]
            lines += hosts.map { "neigh add \($0) lladdr 02:00:00:00:00:e0 dev wire0 nud permanent" }
        }
        return lines.joined(separator: "\n")
    }

    private static var peerAddresses: [IPAddress] {
        Peer.allCases.flatMap { peer in AddressFamily.allCases.map { peer.address($0) } }
    }

    /// Without addresses that the kernel makes up: it would wait for a second to see whether they are taken.
    private static func bringUp(_ interfaces: [String]) -> [String] {
        interfaces.flatMap { ["link set \($0) addrgenmode none", "link set \($0) up"] }
    }

    private static func addresses(_ addresses: [IPAddress], on interface: String) -> [String] {
        addresses.map { address in
            switch address {
            case .v4: "address add \(address)/32 dev \(interface)"
            case .v6: "address add \(address)/\(address.isLinkLocal ? 64 : 128) dev \(interface) nodad"
            }
        }
    }
}

extension IPAddress {
    fileprivate var isLinkLocal: Bool {
        guard case .v6(let address) = self else { return false }
        return HostEssentials.linkLocal.contains(address.bits)
    }
}
#endif
