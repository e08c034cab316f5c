import Policy

/// The search for this host's SSH server: by its processes, by sessions' environments, by what listeners say.
///
/// A server that is reached from this host alone counts as not found: something passes others' connections on to it.
struct AccessSearch {
    private(set) var access = SSHAccess(peers: [], ports: [])
    private let isDropped: (Packet) -> Bool
    private let addresses = HostAddresses.current()
    private lazy var processes = SeenProcess.all()
    private var listeners: [TCPSocket] = []
    private var connections: [TCPSocket] = []
    private var datagrams: [TCPSocket] = []

    init(losing isDropped: @escaping (Packet) -> Bool) {
        self.isDropped = isDropped
    }

    /// Looks everywhere, but into every process only in doubt.
    mutating func run(_ variable: (String) -> String?) {
        readSockets()
        readEnvironment(variable)
        readAncestors()
        findTunnels()
        let server = findPorts()
        findPeers()
        let loopback = loopbackConnections(of: server)
        let others = otherConnections()
        let raw = RawProtocols.current()
        let hasMosh = datagrams.contains { $0.peer.port == 0 } && processes.contains { $0.name == MoshSession.program }
        let isInDoubt = access.portsAreAssumed && access.hasListeners
        if !loopback.isEmpty || !others.isEmpty || !raw.isEmpty || hasMosh || isInDoubt {
            let sockets = ProcessSockets(of: processes)
            lookBehind(loopback, sockets)
            findMosh(sockets)
            access.protocols += raw.map { number, inode in
                let program = sockets.owner(of: inode)?.description
                return SpokenProtocol(number, program ?? "a program that can't be seen from here")
            }
            if access.portsAreAssumed { askListeners(sockets) }
            access.lost = otherConnections().map { peer, socket in
                LostConnection(peer, isSeen: sockets.owner(of: socket) != nil)
            }
        }
    }

    /// Asks the kernel twice, since each time it goes through all that it has.
    private mutating func readSockets() {
        listeners = (try? SocketDiagnosis.sockets(.listening)) ?? []
        datagrams = (try? SocketDiagnosis.datagramSockets()) ?? []
        do throws(SystemProblem) {
            connections = try SocketDiagnosis.sockets(.established)
        } catch {
            let message = "\(error): nobody but SSH_CONNECTION says who is connected"
            access.findings.append(AccessFinding.connectionsUnknown.finding(.warning, message))
        }
        access.hasListeners = listeners.contains { !$0.local.address.isLoopback }
    }

    private mutating func readEnvironment(_ variable: (String) -> String?) {
        do throws(SSHEnvironment.Malformed) {
            if let peer = try SSHEnvironment.peer(variable) { access.peers.append(peer.located(by: addresses)) }
        } catch {
            let message =
                "\(error.variable) is \(error.value.quotedForMessage), which no sshd writes; it counts for nothing"
            access.findings.append(AccessFinding.malformedEnvironment.finding(.warning, message))
        }
    }

    /// Reads SSH_CONNECTION where sudo hasn't taken it away, in the processes above.
    ///
    /// A terminal multiplexer keeps an old one, so only one whose connection stands counts, or any if mosh has taken over from it.
    private mutating func readAncestors() {
        let ancestors = Ancestors.current()
        let peers = ancestors.compactMap { Ancestors.peer(of: $0)?.located(by: addresses) }
        let isMosh =
            !peers.isEmpty
            && processes.contains { $0.name == MoshSession.program && ancestors.contains($0.number) }
        for peer in peers {
            let stands = connections.contains { SSHPeer($0, addresses).isSame(as: peer) }
            if stands || isMosh, !access.peers.contains(where: peer.isSame) { access.peers.append(peer) }
        }
    }

    private mutating func findTunnels() {
        do {
            let list = try TunnelList.current()
            access.tunnels = list.tunnels
            access.protocols = list.protocols
        } catch {
            let message = "the kernel doesn't tell which interfaces are tunnels: \(error)"
            access.findings.append(AccessFinding.connectionsUnknown.finding(.warning, message))
        }
    }

    /// Looks at the server's processes only if one of these sockets could be theirs.
    private mutating func findPorts() -> SSHServer? {
        let open = Set((listeners + connections).map(\.local.port))
        var ports = Set(access.peers.filter { $0.interface != .loopback }.map(\.localPort)).intersection(open)
        access.evidence = ports.sorted().map { "\($0)/tcp (SSH_CONNECTION)" }
        var server: SSHServer?
        if !(listeners + connections).isEmpty {
            let found = SSHServer()
            let sessions = found.ports(ofSessions: connections, besides: listeners, ephemeral: EphemeralPorts.current)
            let own = Set(found.ports(of: listeners) + sessions)
            access.evidence += own.subtracting(ports).sorted().map { "\($0)/tcp (\(found.name))" }
            ports.formUnion(own)
            server = found
        }
        access.ports = ports.sorted()
        access.portsAreAssumed = ports.isEmpty
        if ports.isEmpty { access.ports = Set([22] + access.peers.map(\.localPort)).sorted() }
        return server
    }

    private mutating func findPeers() {
        for port in Set(access.ports + access.peers.map(\.localPort)).sorted() {
            let found = connections.filter { $0.local.port == port }.map { SSHPeer($0, addresses) }
            for peer in found where !access.peers.contains(where: peer.isSame) { access.peers.append(peer) }
        }
        // Who is known to be connected comes from this host: something here passes on what comes from elsewhere.
        if !access.peers.isEmpty, access.peers.allSatisfy({ $0.interface == .loopback }) {
            access.portsAreAssumed = true
        }
    }

    /// The connections from this host to its own SSH server, by the end that the server has.
    private func loopbackConnections(of server: SSHServer?) -> [TCPSocket] {
        let named = access.peers.filter { $0.interface == .loopback }.map(\.localPort)
        let ports = Set(named + (server?.loopbackPorts(of: listeners, connections) ?? []))
        return connections.filter { ports.contains($0.local.port) && addresses.isOwn($0.peer.address) }
    }

    /// The established connections to a listening port, from elsewhere, that nobody has called SSH and that would be lost: of
    /// several from one address to one port the first.
    private func otherConnections() -> [(peer: SSHPeer, socket: TCPSocket)] {
        let open = Set(listeners.filter { !$0.local.address.isLoopback }.map(\.local.port)).subtracting(access.ports)
        var known: Set<[TCPSocket.End]> = []
        return connections.filter { socket in
            open.contains(socket.local.port)
                && known.insert([socket.local, TCPSocket.End(address: socket.peer.address, port: 0)]).inserted
                && !addresses.isOwn(socket.peer.address)
        }
        .map { (SSHPeer($0, addresses), $0) }.filter { isDropped($0.0.newPacket) }
    }
}

extension AccessSearch {
    /// Looks for who is behind a program of this host that passes connections on to the SSH server: sslh, cloudflared, `ssh -R`.
    private mutating func lookBehind(_ loopback: [TCPSocket], _ sockets: ProcessSockets) {
        let programs = loopback.map { connection in
            connections.first { $0.local == connection.peer && $0.peer == connection.local }.flatMap(sockets.owner)
        }
        let before = access.ports
        for program in Set(programs) { follow(program, of: sockets) }
        // Somebody at this host's own keyboard: `ssh localhost`.
        let isLocal = !programs.contains(nil) && access.carriers.isEmpty && access.ports == before
        if !programs.isEmpty, isLocal, !access.evidence.isEmpty { access.portsAreAssumed = false }
    }

    /// Takes what `program` has with others; of one that can't be seen all that this host has that can't be seen either.
    private mutating func follow(_ program: SeenProcess?, of sockets: ProcessSockets) {
        let ports = Set(listeners.map(\.local.port))
        for socket in connections where sockets.owner(of: socket) == program && !addresses.isOwn(socket.peer.address) {
            if ports.contains(socket.local.port) {
                guard let program else { continue }
                adopt(socket.local.port, "through \(program.description)")
            } else {
                access.carriers.append(SessionCarrier(program?.description, socket.firstPacket(.tcp)))
            }
        }
        for socket in datagrams where sockets.owner(of: socket) == program && !addresses.isOwn(socket.peer.address) {
            guard program != nil || socket.peer.port != 0 else { continue }
            let packet = socket.peer.port == 0 ? nil : socket.firstPacket(.udp)
            access.carriers.append(SessionCarrier(program?.description, packet))
        }
    }

    /// Counts `port` as the server's, and who is connected to it as its peers.
    private mutating func adopt(_ port: UInt16, _ evidence: String) {
        if access.portsAreAssumed { (access.ports, access.evidence) = ([], []) }
        guard !access.ports.contains(port) else { return }
        access.ports = (access.ports + [port]).sorted()
        access.portsAreAssumed = false
        access.evidence.append("\(port)/tcp (\(evidence))")
        let found = connections.filter { $0.local.port == port }.map { SSHPeer($0, addresses) }
        for peer in found where !access.peers.contains(where: peer.isSame) { access.peers.append(peer) }
    }

    /// Lets those listeners speak whose program can't be seen, or starts another when somebody connects.
    private mutating func askListeners(_ sockets: ProcessSockets) {
        let doubtful = listeners.filter { listener in
            guard !listener.local.address.isLoopback else { return false }
            return sockets.owner(of: listener)?.isSuperServer ?? true
        }
        for speaker in SSHBanner.speakers(among: doubtful) {
            let program = sockets.owner(of: speaker).map(\.description) ?? "a program that can't be seen from here"
            adopt(speaker.local.port, program)
        }
    }

    private mutating func findMosh(_ sockets: ProcessSockets) {
        let servers = processes.filter { $0.name == MoshSession.program }
        guard let first = servers.first else { return }
        for socket in datagrams {
            let owner = sockets.owner(of: socket)
            let isUnseen = owner == nil && MoshSession.usualPorts ~= socket.local.port && socket.peer.port == 0
            guard isUnseen || owner.map(servers.contains) ?? false else { continue }
            let peer = Ancestors.peer(of: (owner ?? first).number)?.located(by: addresses)
            let hasRouteBack = peer?.interface.flatMap { RouteLookup.leads(to: peer?.address, through: $0) }
            let session = MoshSession(
                port: socket.local.port,
                from: peer?.address,
                hasRouteBack: hasRouteBack ?? true
            )
            if !access.moshSessions.contains(session) { access.moshSessions.append(session) }
        }
    }
}

extension MoshSession {
    /// The name of its server's process.
    static let program = "mosh-server"
    /// The ports that the server takes unless it is told another (mosh(1)).
    static let usualPorts: ClosedRange<UInt16> = 60000...61000
}

extension InterfaceName {
    /// `lo`.
    static let loopback = InterfaceName("lo")
}

extension TCPSocket {
    /// The first packet of this host's connection, if it were made again.
    fileprivate func firstPacket(_ transport: Transport) -> Packet {
        let ports = Packet.Content.ports(transport, source: local.port, destination: peer.port)
        return Packet(.outbound, from: local.address, to: peer.address, ports)
    }
}
