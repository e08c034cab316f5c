import Policy

/// The ways in besides a connection to the SSH server that somebody has seen.
extension LockoutGuard {
    /// Peers in a tunnel, unless what carries it is let in; an error if it is known that it isn't, and that it is never an answer.
    static func inTunnels(_ access: SSHAccess, _ rules: some PacketAnswers) -> [Finding] {
        guard rules.dropsOthers else { return [] }
        let tunnelled = access.peers.eachOnce.compactMap { peer in
            peer.interface.flatMap { access.tunnels[$0] }.flatMap { inTunnel($0, peer, rules) }
        }
        return tunnelled.firstTen + AccessFinding.peerInTunnel.rest(of: tunnelled.count, "peers in tunnels")
    }

    private static func inTunnel(_ tunnel: Tunnel, _ peer: SSHPeer, _ rules: some PacketAnswers) -> Finding? {
        let place = peer.interface.map(\.description) ?? ""
        let start = "\(peer.address) comes in through \(place), a tunnel (\(tunnel.kind ?? "point-to-point"))"
        let ends = tunnel.remote.map { "\($0)" } ?? "ADDRESS"
        switch tunnel.carrier {
        case .oneWayUDP(let port):
            let content = Packet.Content.ports(.udp, source: 65535, destination: port)
            guard let severity = rules.severity(ofDropping: content, from: tunnel) else { return nil }
            let route = tunnel.hasRouteBack ? "" : ": no route leads back through the interface by which they come in"
            return AccessFinding.peerInTunnel.finding(
                severity,
                "\(start), and the packets to \(port)/udp that carry it would be dropped\(route)",
                hint: "keep them: --keep \(port)/udp@\(ends)"
            )
        case .ipProtocol(let number):
            if rules.severity(ofDropping: .other(number), from: tunnel) == nil { return nil }
            return AccessFinding.peerInTunnel.finding(
                .warning,
                "\(start), and the packets of IP protocol \(number) that carry it would be dropped",
                hint: "keep them: --keep \(IPProtocolName(number))@\(ends)"
            )
        case .untold:
            if rules.keepsUDP { return nil }
            return AccessFinding.peerInTunnel.finding(
                .warning,
                "\(start), and what carries that may be dropped",
                hint: "where this host takes it in, keep its port open besides SSH: "
                    + "--keep 51820/udp@0.0.0.0/0 for WireGuard"
            )
        }
    }

    /// Connections that may be SSH's, an error if no server was found; or that none was.
    static func unknown(_ access: SSHAccess) -> [Finding] {
        if access.lost.isEmpty {
            guard access.portsAreAssumed, access.hasListeners else { return [] }
            return [nothingFound(access)]
        }
        let doubtful = access.portsAreAssumed ? access.lost : access.lost.filter { !$0.isSeen }
        let byPort = Dictionary(grouping: doubtful.map(\.peer), by: \.localPort).sorted { $0.key < $1.key }
        return byPort.firstTen.map { lost($0.value.eachOnce, to: $0.key, isServerUnknown: access.portsAreAssumed) }
            + AccessFinding.serverUnknown.rest(of: byPort.count, "ports with connections that couldn't be made again")
    }

    private static func nothingFound(_ access: SSHAccess) -> Finding {
        let ports = access.ports.map { "\($0)/tcp" }.joined(separator: ", ")
        return AccessFinding.serverUnknown.finding(
            .warning,
            "no SSH server that others reach was found; \(ports) is taken for it",
            hint:
                "if SSH comes in elsewhere, keep it: --keep PORT/tcp@ADDRESS; with --confirm the rules come back by themselves"
        )
    }

    private static func lost(_ peers: [SSHPeer], to port: UInt16, isServerUnknown: Bool) -> Finding {
        let list = peers.map { "\($0.address)" }.listed(atMost: 3)
        let reason = isServerUnknown ? "no SSH server was found" : "the program that has it can't be seen from here"
        return AccessFinding.serverUnknown.finding(
            isServerUnknown ? .error : .warning,
            "connected to \(port)/tcp, and couldn't connect again: \(list); it may be SSH, since \(reason)",
            hint: "if it is, let it in besides with --keep \(port)/tcp@"
                + peers.firstTen.map { "\($0.address)" }.joined(separator: ",")
        )
    }

    /// Sessions of mosh whose packets would be dropped.
    static func mosh(_ access: SSHAccess, _ rules: some PacketAnswers) -> [Finding] {
        let cut = access.moshSessions.compactMap { session in
            guard let packet = session.newPacket else {
                return rules.isReachable(.udp, session.port) ? nil : session.cut(.error)
            }
            return rules.severity(ofDropping: packet).map(session.cut)
        }
        return cut.firstTen + AccessFinding.moshCut.rest(of: cut.count, "mosh sessions")
    }

    /// Connections of this host that carry sessions, and that it couldn't make again.
    static func carriers(_ access: SSHAccess, _ rules: some PacketAnswers) -> [Finding] {
        guard rules.fencesOutput else { return [] }
        let cut = access.carriers.compactMap { carrier in
            let severity = carrier.packet.map(rules.severity) ?? .error
            return severity.map(carrier.cut)
        }
        return cut.firstTen + AccessFinding.carrierCut.rest(of: cut.count, "connections that carry sessions")
    }
}

extension PacketAnswers {
    /// An error if the first packet with `content` from the other end of `tunnel`, or from anybody if that isn't known, is dropped.
    fileprivate func severity(ofDropping content: Packet.Content, from tunnel: Tunnel) -> Finding.Severity? {
        guard let address = tunnel.remote else { return isReachable { content } ? nil : .error }
        var packet = Packet(from: address, to: address, content, interface: "")
        packet.isSourceReachable = tunnel.hasRouteBack
        return severity(ofDropping: packet)
    }
}

extension MoshSession {
    /// That it would be cut.
    func cut(_ severity: Finding.Severity) -> Finding {
        let whose = address.map { ", started from \($0)," } ?? ""
        let range = Self.usualPorts ~= port ? "60000-61000" : "\(port)"
        let route = hasRouteBack ? "" : ": no route leads back through the interface by which its packets come in"
        return AccessFinding.moshCut.finding(
            severity,
            "a mosh session on \(port)/udp\(whose) would be cut\(route)",
            hint: "keep it: --keep \(range)/udp@\(address.map { "\($0)" } ?? "ADDRESS")"
        )
    }

    /// The first packet from where it was started; nil if that isn't known.
    var newPacket: Packet? {
        guard let address else { return nil }
        let ports = Packet.Content.ports(.udp, source: 65535, destination: port)
        var packet = Packet(from: address, to: address, ports, interface: "")
        packet.isSourceReachable = hasRouteBack
        return packet
    }
}

extension SessionCarrier {
    /// That it couldn't be made again.
    fileprivate func cut(_ severity: Finding.Severity) -> Finding {
        let program = program ?? "a program that can't be seen from here"
        return AccessFinding.carrierCut.finding(
            severity,
            "SSH comes in by what \(program) carries\(target), and --egress wouldn't let it connect again",
            hint: "leave --egress out, or name the other end under links: in a policy file"
        )
    }

    private var target: String {
        guard let packet, case .ports(let transport, _, let port) = packet.content else { return "" }
        return " from \(packet.destination), \(port)/\(transport.rawValue)"
    }
}

/// An IP protocol, by its name if it has one that everybody uses.
struct IPProtocolName: CustomStringConvertible {
    let description: String

    init(_ number: UInt8) {
        description = IPProtocol(number: number)?.description ?? "\(number)"
    }
}

extension Array {
    /// As many as a message names one by one.
    var firstTen: ArraySlice<Element> { prefix(10) }
}

extension [String] {
    /// The first `count`, and how many there are besides: `a, b and 4,990 more`.
    func listed(atMost count: Int) -> String {
        let rest = self.count - count
        return prefix(count).joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
    }
}

extension AccessFinding {
    /// That there are more of `things` than ten, if there are.
    func rest(of count: Int, _ things: String) -> [Finding] {
        count > 10 ? [finding(.error, "\(count - 10) more \(things)")] : []
    }
}
