extension HostPolicy {
    func inboundDecision(for packet: Packet) -> Decision {
        switch scope {
        case .product(let fenced):
            if packet.state == .established { return Decision(.accept, .established) }
            guard fenced.contains(where: { $0.contains(packet) }) else { return Decision(.accept, .outsideScope) }
        case .host:
            if let decision = icmpDecision(for: packet) { return decision }
            if packet.state == .established { return Decision(.accept, .established) }
        }
        if packet.state == .invalid { return Decision(.drop, .invalid) }
        if HostEssentials.isDHCPv6Answer(packet) { return Decision(.accept, .dhcpv6Answer) }
        if isForged(packet) { return Decision(.drop, .forgedSource) }
        if let rule = acceptingRule(for: packet) { return Decision(.accept, rule) }
        return Decision(.drop, .finalDrop)
    }

    /// What ICMP and ICMPv6 need to work; nil for what the other rules decide.
    private func icmpDecision(for packet: Packet) -> Decision? {
        if HostEssentials.isBetweenNeighbours(packet) { return Decision(.accept, .icmpEssentials) }
        switch packet.content {
        case .icmp, .icmpv6: if packet.state == .invalid { return Decision(.drop, .invalid) }
        default: return nil
        }
        return HostEssentials.isPingOrError(packet) ? Decision(.accept, .icmpEssentials) : nil
    }

    private func isForged(_ packet: Packet) -> Bool {
        !packet.isSourceReachable && protocolsWithCheckedSources.contains(packet.protocolNumber)
    }

    /// The protocols by whose packets a forger gets in somewhere that is open to less than everybody, ascending.
    ///
    /// TCP isn't among them: a forger doesn't see the answers, which it needs to open a connection.
    package var protocolsWithCheckedSources: [UInt8] {
        let fromFew =
            services.contains { $0.transport == .udp && isOpenToSome($0) }
            || guards.contains { $0.allowed.transport == .udp && addresses(of: $0).isSomebodyAndNotEverybody }
        return ((fromFew ? [Transport.udp.protocolNumber] : []) + protocolsFromFew).sorted()
    }

    /// The kept IP protocols, which product scope leaves alone.
    private var protocolsFromFew: [UInt8] {
        guard scope == .host else { return [] }
        let few = guards.filter { addresses(of: $0).isSomebodyAndNotEverybody }
        return Set(few.compactMap(\.allowed.ipProtocol)).map(\.number)
    }

    private func isOpenToSome(_ service: Service) -> Bool {
        let open = service.audiences.map { addresses(of: $0) }
        return open.contains { !$0.isEmpty } && !open.contains(.everything)
    }

    private func acceptingRule(for packet: Packet) -> Decision.Rule? {
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

extension AddressSet {
    fileprivate var isSomebodyAndNotEverybody: Bool { !isEmpty && self != .everything }
}

extension Packet {
    /// The number of the protocol behind the IP header.
    fileprivate var protocolNumber: UInt8 {
        switch content {
        case .ports(let transport, _, _): transport.protocolNumber
        case .icmp: 1
        case .icmpv6: 58
        case .igmp: 2
        case .other(let number): number
        }
    }
}
