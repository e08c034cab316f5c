import Policy
import SystemPackage

/// Makes connections known to tracking before the first rules that ask for it.
///
/// To a host that tracked nothing, the next packet of a connection that this host has opened is the first of a new one, and it comes
/// from the other side: a broker that pushes would find its packets dropped until this host speaks. Where the kernel takes up no TCP
/// connection in the middle (`nf_conntrack_tcp_loose` 0), the packets of every other one would be invalid.
enum KnownConnections {
    /// Does so for each whose next packet `isDropped` says is dropped, or tracking would, though the packet that opened it isn't.
    ///
    /// - Returns: Warnings that name the connections, if the kernel refuses.
    static func keep(droppedBy isDropped: (Packet) -> Bool) -> [Finding] {
        var concerned: [Known] = []
        do {
            let isLoose = takesUpConnections
            concerned = try all().filter { known in
                let isLost = known.isOpenedHere && isDropped(known.fromOther) || !isLoose && known.transport == .tcp
                return isLost && !isDropped(known.opening)
            }
            guard !concerned.isEmpty else { return [] }
            let table = try TrackingTable()
            for known in concerned { try table.add(known.transport, from: known.opener, to: known.answerer) }
            return []
        } catch {
            return [warning(concerned, error)]
        }
    }

    private static func warning(_ connections: [Known], _ error: any Error) -> Finding {
        let list = connections.map { "\($0.other.address), \($0.other.port)/\($0.transport.rawValue)" }
        let whose = list.isEmpty ? "" : " (with \(list.listed(atMost: 10)))"
        return Finding(
            .warning,
            "connections-untracked",
            "the kernel can't be told of connections that stand\(whose): \(error); those freeze on which the other side talks",
            hint: "apply with --audit-only first, and again without it when each has had traffic"
        )
    }

    /// Whether the kernel takes up TCP connections that it sees in the middle; it does unless somebody said otherwise.
    private static var takesUpConnections: Bool {
        let path: FilePath = "/proc/sys/net/netfilter/nf_conntrack_tcp_loose"
        return (try? KernelFile.bytes(of: path, atMost: 16))?.first != UInt8(ascii: "0")
    }

    /// The TCP connections, and the connected UDP sockets that this host has opened to others.
    private static func all() throws(SystemProblem) -> [Known] {
        let addresses = HostAddresses.current()
        let listening = Set(try SocketDiagnosis.sockets(.listening).map(\.local.port))
        let streams = try SocketDiagnosis.sockets(.established).map { socket in
            Known(.tcp, socket, isOpenedHere: !listening.contains(socket.local.port), addresses)
        }
        let datagrams = ((try? SocketDiagnosis.datagramSockets()) ?? []).filter { $0.peer.port != 0 }
        return (streams + datagrams.map { Known(.udp, $0, isOpenedHere: true, addresses) })
            .filter { !addresses.isOwn($0.other.address) }
    }

    private struct Known {
        let transport: Transport
        let isOpenedHere: Bool
        let own: TCPSocket.End
        let other: TCPSocket.End
        private let interface: String

        init(_ transport: Transport, _ socket: TCPSocket, isOpenedHere: Bool, _ addresses: HostAddresses) {
            (self.transport, own, other) = (transport, socket.local, socket.peer)
            self.isOpenedHere = isOpenedHere
            interface = addresses.interface(of: own.address)?.description ?? ""
        }

        /// The first packet, if it were opened again.
        var opening: Packet { isOpenedHere ? fromHere : fromOther }

        var opener: TCPSocket.End { isOpenedHere ? own : other }

        var answerer: TCPSocket.End { isOpenedHere ? other : own }

        private var fromHere: Packet {
            let ports = Packet.Content.ports(transport, source: own.port, destination: other.port)
            return Packet(.outbound, from: own.address, to: other.address, ports, interface: interface)
        }

        /// The other side's next packet, to a host that has forgotten what came before.
        var fromOther: Packet {
            let ports = Packet.Content.ports(transport, source: other.port, destination: own.port)
            return Packet(from: other.address, to: own.address, ports, interface: interface)
        }
    }
}
