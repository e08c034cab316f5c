import Policy
import SystemPackage

/// The connections that rules forbid, and that go on under them nevertheless, since `established` lets their packets pass.
struct ForbiddenConnections {
    private let connections: [TrackedConnection]
    private let addresses: HostAddresses

    /// Those whose first packet `isDropped` says is dropped.
    ///
    /// - Throws: errno, if the kernel doesn't tell which connections it tracks.
    init(droppedBy isDropped: (Packet) -> Bool) throws(Errno) {
        let addresses = HostAddresses.current()
        self.addresses = addresses
        connections = try TrackingTable().connections().filter { connection in
            connection.goesOn && connection.firstPacket(addresses).map(isDropped) ?? false
        }
    }

    /// What goes on of the connections whose first packet `isDropped` says is dropped, or that it isn't known.
    static func findings(droppedBy isDropped: (Packet) -> Bool) -> [Finding] {
        do { return try ForbiddenConnections(droppedBy: isDropped).findings } catch { return [untold(error)] }
    }

    /// That the kernel doesn't tell which there are, or can't end them.
    static func untold(_ error: any Error) -> Finding {
        let message =
            "connections that the rules forbid may go on: the kernel doesn't tell which, or can't end them: \(error)"
        return Finding(.warning, slug, message)
    }

    /// A warning for each port.
    private var findings: [Finding] {
        let byPort = Dictionary(grouping: connections) { Port($0, addresses) }.sorted { $0.key < $1.key }
        return byPort.firstTen.map { port, connections in
            let others = connections.map { "\(port.isInbound ? $0.source.address : $0.answerer.address)" }
            let list = Set(others).sorted().listed(atMost: 3)
            let count = connections.count == 1 ? "a connection goes" : "\(connections.count) connections go"
            return Finding(
                .warning,
                Self.slug,
                "\(count) on though the rules forbid new ones: \(port.isInbound ? "from" : "to") \(list), \(port.description)",
                hint: "apply with --cut ends what the rules forbid"
            )
        } + (byPort.count > 10 ? [Finding(.warning, Self.slug, "so do those of \(byPort.count - 10) more ports")] : [])
    }

    static let slug = "connections-go-on"

    /// Ends exactly these.
    ///
    /// Forgetting a TCP connection isn't enough: the kernel takes up a connection in the middle when this host sends.
    ///
    /// - Returns: How many there were.
    /// - Throws: errno.
    func end() throws(Errno) -> Int {
        guard !connections.isEmpty else { return 0 }
        let table = try TrackingTable()
        let pairs = Set(connections.filter { $0.transport == .tcp }.map { SocketPair($0, addresses) })
        _ = try SocketDiagnosis.end { pairs.contains(SocketPair(own: $0.local, other: $0.peer)) }
        for connection in connections { try table.delete(connection) }
        return connections.count
    }

    /// A port by which connections are grouped.
    private struct Port: Hashable, Comparable {
        let isInbound: Bool
        let transport: Transport
        let number: UInt16

        init(_ connection: TrackedConnection, _ addresses: HostAddresses) {
            isInbound = !addresses.isOwn(connection.source.address)
            transport = connection.transport
            number = connection.answerer.port
        }

        var description: String { "\(number)/\(transport.rawValue)" }

        private var order: (Int, UInt16, Transport) { (isInbound ? 0 : 1, number, transport) }

        static func < (left: Port, right: Port) -> Bool {
            left.order < right.order
        }
    }

    /// A socket by its ends.
    private struct SocketPair: Hashable {
        let own: TCPSocket.End
        let other: TCPSocket.End

        init(own: TCPSocket.End, other: TCPSocket.End) {
            (self.own, self.other) = (own, other)
        }

        init(_ connection: TrackedConnection, _ addresses: HostAddresses) {
            let isOutbound = addresses.isOwn(connection.source.address)
            own = isOutbound ? connection.source : connection.answerer
            other = isOutbound ? connection.target : connection.source
        }
    }
}

extension TrackedConnection {
    /// The packet that would open it again; nil if it never passes this host's input or output to somebody else.
    func firstPacket(_ addresses: HostAddresses) -> Packet? {
        let content = Packet.Content.ports(transport, source: source.port, destination: answerer.port)
        let (isFromHere, isToHere) = (addresses.isOwn(source.address), addresses.isOwn(answerer.address))
        guard isFromHere != isToHere else { return nil }
        let interface = addresses.interface(of: isToHere ? answerer.address : source.address)?.description ?? ""
        return Packet(
            isToHere ? .inbound : .outbound,
            from: source.address,
            to: answerer.address,
            content,
            interface: interface
        )
    }
}
