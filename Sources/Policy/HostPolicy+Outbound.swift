extension HostPolicy {
    func outboundDecision(for packet: Packet) -> Decision {
        guard let egress else { return Decision(.accept, .unfenced) }
        if packet.state == .established || packet.state == .related { return Decision(.accept, .establishedOrRelated) }
        if packet.state == .invalid { return Decision(.drop, .invalid) }
        if HostEssentials.icmpOutbound(packet) { return Decision(.accept, .icmpEssentials) }
        if HostEssentials.outbound.contains(where: { $0.contains(packet) }) {
            return Decision(.accept, .hostEssentials)
        }
        for group in egress where group.destinations.contains(packet.destination) {
            if let match = group.services.first(where: { $0.target.contains(packet) }) {
                return Decision(.accept, .egress(group, match))
            }
        }
        if packet.content == .igmp, !multicastGroups.isEmpty { return Decision(.accept, .igmp) }
        return Decision(.drop, .finalDrop)
    }
}
