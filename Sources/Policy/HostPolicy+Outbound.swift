extension HostPolicy {
    func outboundDecision(for packet: Packet) -> Decision {
        guard let egress else { return Decision(.accept, .unfenced) }
        if packet.state == .established { return Decision(.accept, .established) }
        if HostEssentials.icmpOutbound(packet) { return Decision(.accept, .icmpEssentials) }
        if packet.state == .invalid { return Decision(.drop, .invalid) }
        if HostEssentials.outbound.contains(where: { $0.contains(packet) }) {
            return Decision(.accept, .hostEssentials)
        }
        if let match = guards.first(where: {
            $0.allowed.contains(packet) && destinations(of: $0).contains(packet.destination)
        }) {
            return Decision(.accept, .administratorGuard(match))
        }
        for group in egress where group.destinations.contains(packet.destination) {
            if let match = group.services.first(where: { $0.target.contains(packet) }) {
                return Decision(.accept, .egress(group, match))
            }
        }
        return isMembershipReport(packet) ? Decision(.accept, .igmp) : Decision(.drop, .finalDrop)
    }

    /// IGMP belongs to IPv4 (RFC 3376); the reports go to groups that depend on the version.
    private func isMembershipReport(_ packet: Packet) -> Bool {
        guard packet.content == .igmp, case .v4 = packet.destination else { return false }
        return !multicastGroups.isEmpty
    }
}
