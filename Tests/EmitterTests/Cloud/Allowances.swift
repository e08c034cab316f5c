import Policy

/// A firewall whose rules only allow, in no order: what any of them allows may pass.
struct Allowances: CloudEvaluator {
    /// What one rule allows.
    struct Allowance {
        /// `tcp`, `udp`, or `-1` for everything.
        let transport: String
        let ports: ClosedRange<UInt16>
        let peers: AddressSet

        /// Without both ends, or for all protocols, all ports are meant.
        init(_ transport: String, _ first: Int?, _ last: Int?, _ peers: AddressSet) {
            self.transport = transport
            self.peers = peers
            if transport != "-1", let first, let last {
                ports = UInt16(first)...UInt16(last)
            } else {
                ports = 0...65535
            }
        }
    }

    var ingress: [Allowance]
    var egress: [Allowance]

    func allowedPorts(
        _ direction: Packet.Direction,
        _ transport: Transport,
        peer: IPAddress
    ) -> [ClosedRange<UInt16>] {
        (direction == .inbound ? ingress : egress)
            .filter { ["-1", transport.rawValue].contains($0.transport) && $0.peers.contains(peer) }
            .map(\.ports)
    }
}
