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
    /// What couldn't be found out, as warnings.
    package var findings: [Finding]
    /// The interfaces that are tunnels: what comes in by them is carried in packets that come in by another.
    package var tunnels: Set<InterfaceName>

    /// The access with these parts.
    package init(
        peers: [SSHPeer],
        ports: [UInt16],
        portsAreAssumed: Bool = false,
        findings: [Finding] = [],
        tunnels: Set<InterfaceName> = []
    ) {
        self.peers = peers
        self.ports = ports
        self.portsAreAssumed = portsAreAssumed
        self.findings = findings
        self.tunnels = tunnels
    }

    /// What is so in the calling thread's network namespace.
    package static func current() -> SSHAccess {
        current { name in unsafe getenv(name).map { unsafe String(cString: $0) } }
    }

    /// The same with `variable` as the environment.
    static func current(_ variable: (String) -> String?) -> SSHAccess {
        var access = SSHAccess(peers: [], ports: [])
        access.readEnvironment(variable)
        access.readSockets()
        return access
    }

    private mutating func readEnvironment(_ variable: (String) -> String?) {
        do throws(SSHEnvironment.Malformed) {
            let addresses = HostAddresses.current()
            if let peer = try SSHEnvironment.peer(variable) { peers.append(peer.located(by: addresses)) }
        } catch {
            let message =
                "\(error.variable) is \(error.value.quotedForMessage), which no sshd writes; it counts for nothing"
            findings.append(AccessFinding.malformedEnvironment.finding(.warning, message))
        }
    }

    /// Asks the kernel twice, since each time it goes through all that it has.
    private mutating func readSockets() {
        let listeners = (try? SocketDiagnosis.sockets(.listening)) ?? []
        do throws(SystemProblem) {
            let connections = try SocketDiagnosis.sockets(.established)
            findPorts(listeners, connections)
            findPeers(connections)
        } catch {
            findPorts(listeners, [])
            let message = "\(error): nobody but SSH_CONNECTION says who is connected"
            findings.append(AccessFinding.connectionsUnknown.finding(.warning, message))
        }
    }

    /// Looks at the processes only where one of these sockets could be the server's.
    private mutating func findPorts(_ listeners: [TCPSocket], _ connections: [TCPSocket]) {
        if !(listeners + connections).allSatisfy(\.local.address.isLoopback) {
            let server = SSHServer()
            let ephemeral = EphemeralPorts.current
            let sessions = server.ports(ofSessions: connections, besides: listeners, ephemeral: ephemeral)
            ports = Set(server.ports(of: listeners) + sessions).sorted()
        }
        portsAreAssumed = ports.isEmpty
        if portsAreAssumed { ports = Set([22] + peers.map(\.localPort)).sorted() }
    }

    private mutating func findPeers(_ connections: [TCPSocket]) {
        let addresses = HostAddresses.current()
        tunnels = addresses.tunnels
        for port in Set(ports + peers.map(\.localPort)).sorted() {
            let found = connections.filter { $0.local.port == port }.map { SSHPeer($0, addresses) }
            for peer in found where !peers.contains(where: peer.isSame) { peers.append(peer) }
        }
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
        var name = [CChar](repeating: 0, count: Int(IF_NAMESIZE))
        guard unsafe if_indextoname(index, &name) != nil else { return nil }
        self.init(String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self))
    }
}
