import Glibc
package import Policy

/// Who is connected to this host's SSH server, and where it listens.
package struct SSHAccess: Hashable, Sendable {
    /// Everybody who is connected, each once, in the order in which they were found.
    package var peers: [SSHPeer]
    /// The ports that the server listens on, or has sessions on, ascending, at least one.
    package var ports: [UInt16]
    /// Whether `ports` are only a guess because no server was found.
    package var portsAreAssumed: Bool
    /// How each port of the server was found: `2222/tcp (sshd, process 812)`.
    package var evidence: [String] = []
    /// What couldn't be found out, as warnings.
    package var findings: [Finding]
    /// The interfaces that are tunnels: what comes in by them is carried in packets that come in by another.
    package var tunnels: [InterfaceName: Tunnel]
    /// The other connections to ports of this host that couldn't be made again, as far as they may be SSH.
    package var lost: [LostConnection] = []
    /// The sessions of mosh.
    package var moshSessions: [MoshSession] = []
    /// What this host's own connections carry sessions: those of cloudflared, or of `ssh -R`.
    package var carriers: [SessionCarrier] = []
    /// The IP protocols that this host speaks, besides those of every host.
    package var protocols: [SpokenProtocol] = []
    /// Whether something listens that others could reach.
    package var hasListeners = false

    /// The access with these parts.
    package init(
        peers: [SSHPeer],
        ports: [UInt16],
        portsAreAssumed: Bool = false,
        findings: [Finding] = [],
        tunnels: [InterfaceName: Tunnel] = [:]
    ) {
        self.peers = peers
        self.ports = ports
        self.portsAreAssumed = portsAreAssumed
        self.findings = findings
        self.tunnels = tunnels
    }

    /// What is so in the calling thread's network namespace; connections count as lost if `isDropped` says so of their first packet.
    package static func current(losing isDropped: @escaping (Packet) -> Bool) -> SSHAccess {
        current({ name in unsafe getenv(name).map { unsafe String(cString: $0) } }, losing: isDropped)
    }

    /// The same with `variable` as the environment.
    static func current(
        _ variable: (String) -> String?,
        losing isDropped: @escaping (Packet) -> Bool = { _ in false }
    ) -> SSHAccess {
        var search = AccessSearch(losing: isDropped)
        search.run(variable)
        return search.access
    }
}

/// A connection to this host of which it isn't known whether it is SSH.
package struct LostConnection: Hashable, Sendable {
    /// Where it comes from, and to which port.
    package let peer: SSHPeer
    /// Whether the program that has it can be seen; it isn't SSH's then.
    package let isSeen: Bool

    /// The connection of `peer`.
    package init(_ peer: SSHPeer, isSeen: Bool) {
        self.peer = peer
        self.isSeen = isSeen
    }
}

/// A session of mosh: UDP, by which somebody works whose SSH connection is over.
package struct MoshSession: Hashable, Sendable {
    /// The port that its server has.
    package let port: UInt16
    /// Where it was started from; nil if that isn't known.
    package let address: IPAddress?
    /// Whether a route leads back through the interface by which its packets come in.
    package let hasRouteBack: Bool

    /// The session at `port`.
    package init(port: UInt16, from address: IPAddress?, hasRouteBack: Bool = true) {
        self.port = port
        self.address = address
        self.hasRouteBack = hasRouteBack
    }
}

/// A connection that this host has made, by which a program carries others' sessions.
package struct SessionCarrier: Hashable, Sendable {
    /// The program that has it: `cloudflared, process 812`; nil if it can't be seen.
    package let program: String?
    /// How it would be made again; nil for datagrams of which the kernel doesn't know where they go.
    package let packet: Packet?

    /// The connection of `program` that `packet` makes.
    package init(_ program: String?, _ packet: Packet?) {
        self.program = program
        self.packet = packet
    }
}

extension SSHPeer {
    /// The peer of an established connection.
    init(_ socket: TCPSocket, _ addresses: HostAddresses) {
        let bound = InterfaceName(index: socket.interfaceIndex)
        self = SSHPeer(
            socket.peer.address,
            port: socket.peer.port,
            localAddress: socket.local.address,
            localPort: socket.local.port,
            interface: bound
        ).located(by: addresses)
    }

    /// The same with its interface, where `addresses` tell: `lo` for whoever is on this host itself.
    func located(by addresses: HostAddresses) -> SSHPeer {
        let known =
            addresses.isOwn(address) ? InterfaceName("lo") : interface ?? localAddress.flatMap(addresses.interface)
        return SSHPeer(address, port: port, localAddress: localAddress, localPort: localPort, interface: known)
    }

    /// Whether it is the same connection as `other`.
    func isSame(as other: SSHPeer) -> Bool {
        (address, port, localPort) == (other.address, other.port, other.localPort)
    }
}

extension InterfaceName {
    /// The name of the interface with the number `index`; nil where there is none, as with 0.
    init?(index: UInt32) {
        guard index != 0 else { return nil }
        var name = [CChar](repeating: 0, count: Int(IF_NAMESIZE))
        guard unsafe if_indextoname(index, &name) != nil else { return nil }
        self.init(String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self))
    }
}
