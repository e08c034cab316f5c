extension HostPolicy {
    func inboundDecision(for packet: Packet) -> Decision {
        if packet.state == .established || packet.state == .related { return Decision(.accept, .establishedOrRelated) }
        if case .product(let fenced) = scope, !fenced.contains(where: { $0.contains(packet) }) {
            return Decision(.accept, .outsideScope)
        }
        if packet.state == .invalid { return Decision(.drop, .invalid) }
        if let rule = acceptingRule(for: packet) { return Decision(.accept, rule) }
        return Decision(.drop, .finalDrop)
    }

    private func acceptingRule(for packet: Packet) -> Decision.Rule? {
        if HostEssentials.icmpInbound(packet) { return .icmpEssentials }
        if HostEssentials.isDHCPv6Answer(packet) { return .dhcpv6Answer }
        if let match = guards.first(where: { $0.allowed.contains(packet) && addresses(of: $0).contains(packet.source) })
        {
            return .administratorGuard(match)
        }
        if let rule = serviceRule(for: packet) { return rule }
        return isMulticastQuery(packet) ? .igmp : nil
    }

    private func serviceRule(for packet: Packet) -> Decision.Rule? {
        guard interfaces.isEmpty || interfaces.contains(where: { $0.description == packet.interface }) else {
            return nil
        }
        for source in sources where source.addresses.contains(packet.source) {
            let match = services.first { service in
                service.audiences.contains(source.audience)
                    && TransportPorts(service.transport, service.ports).contains(packet)
            }
            if let match { return .service(match, source.audience) }
        }
        return nil
    }

    private func isMulticastQuery(_ packet: Packet) -> Bool {
        guard packet.content == .igmp, case .v4(let destination) = packet.destination, !multicastGroups.isEmpty else {
            return false
        }
        return destination == HostEssentials.allHosts || multicastGroups.contains(destination)
    }
}

extension TransportPorts {
    /// Whether `packet` goes to one of these ports.
    func contains(_ packet: Packet) -> Bool {
        guard case .ports(let transport, _, let destination) = packet.content else { return false }
        return contains(transport, destination)
    }
}
