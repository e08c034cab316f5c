import Policy
import TestSupport

/// What a cloud's documented semantics make of an emitted document.
protocol CloudEvaluator {
    /// The ports to which a new connection is allowed: from `peer` to the host at ingress, from the host to `peer` at egress.
    func allowedPorts(
        _ direction: Packet.Direction,
        _ transport: Transport,
        peer: IPAddress
    ) -> [ClosedRange<UInt16>]
}

/// How often a document and the policy that it was made of disagree.
struct CloudEquivalence {
    private(set) var wronglyAccepted: [String] = []
    private(set) var wronglyDropped: [String] = []
    /// How many connections were asked about.
    private(set) var connections = 0

    private static let peers = [
        "0.0.0.1", "10.9.0.0", "10.9.0.255", "10.9.1.0", "10.9.1.1", "192.168.1.1", "203.0.113.9", "255.255.255.254",
        "::2", "fe80::1", "fd00::1", "2001:db8::9", "2001:db8::a", "fec0::1",
    ]
    .compactMap { IPAddress($0) }

    /// Compares `evaluator` with `policy` for every port: of those between two neighbouring bounds of either, the first and
    /// the last stand for all.
    mutating func compare(_ policy: HostPolicy, with evaluator: some CloudEvaluator) {
        let bounds = policy.portBounds
        for peer in Self.peers {
            for transport in Transport.allCases {
                for direction in [Packet.Direction.inbound, .outbound] {
                    let allowed = evaluator.allowedPorts(direction, transport, peer: peer)
                    for port in bounds.union(allowed.portBounds).sorted() {
                        let packet = Packet(direction, peer: peer, transport, port: port)
                        note(packet, allowed.contains { $0.contains(port) }, policy.verdict(for: packet) == .accept)
                    }
                }
            }
        }
    }

    private mutating func note(_ packet: Packet, _ isAllowed: Bool, _ isWanted: Bool) {
        connections += 1
        if isAllowed, !isWanted { wronglyAccepted.append("\(packet)") }
        if !isAllowed, isWanted { wronglyDropped.append("\(packet)") }
    }
}

extension RandomPolicies {
    /// A policy that clouds can express.
    mutating func cloudPolicy() -> HostPolicy {
        var policy = policy()
        policy.scope = .host
        policy.interfaces = []
        policy.multicastGroups = []
        policy.rejects = false
        policy.guards.removeAll { $0.allowed.ipProtocol != nil }
        return policy
    }
}

extension HostPolicy {
    /// The ports at, before and behind the ends of the policy's ranges.
    var portBounds: Set<UInt16> {
        let targets = services.map(\.ports) + guards.compactMap(\.allowed.ports)
        let outbound = (egress ?? []).flatMap(\.services).map(\.target.ports)
        let all = (targets + outbound + HostEssentials.outbound.map(\.ports)).map { $0.lower...$0.upper }
        return all.portBounds.union([1, 65535])
    }
}

extension [ClosedRange<UInt16>] {
    /// The ports at, before and behind the ends of the ranges.
    var portBounds: Set<UInt16> {
        let bounds = flatMap {
            [Int($0.lowerBound) - 1, Int($0.lowerBound), Int($0.upperBound), Int($0.upperBound) + 1]
        }
        return Set(bounds.filter { 1...65535 ~= $0 }.map { UInt16($0) })
    }
}

extension Packet {
    fileprivate init(_ direction: Direction, peer: IPAddress, _ transport: Transport, port: UInt16) {
        let own: IPAddress =
            switch peer {
            case .v4: .v4(IPv4Address(bits: 0x0A00_0105))
            case .v6: .v6(IPv6Address(bits: UInt128(0x2001_0db8) << 96 | 5))
            }
        let content = Content.ports(transport, source: 40_000, destination: port)
        switch direction {
        case .inbound: self.init(.inbound, from: peer, to: own, content)
        case .outbound: self.init(.outbound, from: own, to: peer, content)
        }
    }
}
