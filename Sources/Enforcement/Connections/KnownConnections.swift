import Policy
import SystemPackage

/// Makes connections that this host has opened known to tracking before the first rules that ask for it.
///
/// To a host that tracked nothing, the next packet of such a connection is the first of a new one, and it comes from the other side: a
/// broker that pushes would find its packets dropped until this host speaks.
enum KnownConnections {
    /// Does so for each whose next packet `isDropped` says is dropped, though the packet that opened it isn't.
    ///
    /// - Returns: Warnings that name the connections, if the kernel refuses.
    static func keep(droppedBy isDropped: (Packet) -> Bool) -> [Finding] {
        var concerned: [Opened] = []
        do {
            concerned = try opened().filter { isDropped($0.answer) && !isDropped($0.opening) }
            guard !concerned.isEmpty else { return [] }
            let table = try TrackingTable()
            for opened in concerned { try table.add(opened.transport, from: opened.own, to: opened.other) }
            return []
        } catch {
            return [warning(concerned, error)]
        }
    }

    private static func warning(_ connections: [Opened], _ error: any Error) -> Finding {
        let list = connections.map { "\($0.other.address), \($0.other.port)/\($0.transport.rawValue)" }
        let whose = list.isEmpty ? "" : " (to \(list.listed(atMost: 10)))"
        return Finding(
            .warning,
            "connections-untracked",
            "the kernel can't be told of connections that this host has opened\(whose): \(error); those freeze on which the other side talks",
            hint: "apply with --audit-only first, and again without it when each has had traffic"
        )
    }

    /// The TCP connections and connected UDP sockets that this host has opened to others.
    private static func opened() throws(SystemProblem) -> [Opened] {
        let addresses = HostAddresses.current()
        let listening = Set(try SocketDiagnosis.sockets(.listening).map(\.local.port))
        let streams = try SocketDiagnosis.sockets(.established).filter { !listening.contains($0.local.port) }
        let datagrams = ((try? SocketDiagnosis.datagramSockets()) ?? []).filter { $0.peer.port != 0 }
        return (streams.map { Opened(.tcp, $0, addresses) } + datagrams.map { Opened(.udp, $0, addresses) })
            .filter { !addresses.isOwn($0.other.address) }
    }

    private struct Opened {
        let transport: Transport
        let own: TCPSocket.End
        let other: TCPSocket.End
        private let interface: String

        init(_ transport: Transport, _ socket: TCPSocket, _ addresses: HostAddresses) {
            (self.transport, own, other) = (transport, socket.local, socket.peer)
            interface = addresses.interface(of: own.address)?.description ?? ""
        }

        /// The first packet, if it were opened again.
        var opening: Packet {
            let ports = Packet.Content.ports(transport, source: own.port, destination: other.port)
            return Packet(.outbound, from: own.address, to: other.address, ports, interface: interface)
        }

        /// The other side's next packet, to a host that has forgotten what came before.
        var answer: Packet {
            let ports = Packet.Content.ports(transport, source: other.port, destination: own.port)
            return Packet(from: other.address, to: own.address, ports, interface: interface)
        }
    }
}
