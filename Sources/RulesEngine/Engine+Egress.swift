import Catalog
import Policy

extension Engine {
    /// Where a host that stands alone connects to: its cluster, the other roles of its runtimes, what its outbound ports name.
    func standaloneEgress(
        _ selection: Selection,
        runtimes: [ResolvedRuntime],
        candidates: [Candidate]
    ) -> [EgressGroup] {
        let multicast = runtimes.flatMap { $0.clusteringMode?.multicastGroups ?? [] }
        var cluster = peerGroup(
            .cluster,
            selection,
            services: candidates.filter(\.isOpenToCluster).map(\.port.asEgress)
        )
        cluster.destinations = cluster.destinations.union(AddressSet(multicast.map { CIDR(.v4($0)) }))
        let called = calledPorts(selection, runtimes: runtimes).map(\.asEgress)
        let groups = [cluster, peerGroup(.components, selection, services: called)]
        return groups.filter { !$0.services.isEmpty } + outboundEgress(selection, candidates: candidates)
    }

    private func peerGroup(_ audience: Audience, _ selection: Selection, services: [EgressService]) -> EgressGroup {
        EgressGroup(
            name: audience.rawValue,
            destinations: selection.givenAddresses(of: audience) ?? audience.defaultAddresses,
            services: services,
            nodes: selection.names(audience) ? [audience.rawValue] : [],
            audiences: [audience]
        )
    }

    /// A group for each open outbound port, to its audience's addresses.
    func outboundEgress(_ selection: Selection, candidates: [Candidate]) -> [EgressGroup] {
        candidates.filter { $0.isOpen && $0.port.definition.direction == .outbound }.map { candidate in
            let service = candidate.port.service
            let destinations = service.audiences.map(selection.addresses(of:)).reduce(AddressSet()) { $0.union($1) }
            let name = "\(service.runtime)-\(service.id)"
            return EgressGroup(
                name: name,
                destinations: destinations,
                services: [candidate.port.asEgress],
                audiences: service.audiences
            )
        }
    }

    /// The ports of other roles and runtimes that the selected ones call, a runtime's own offset assumed for its peers.
    private func calledPorts(_ selection: Selection, runtimes: [ResolvedRuntime]) -> [ResolvedPort] {
        let called = runtimes.flatMap { caller in
            catalog.runtimes.flatMap { target in calledPorts(of: target, by: caller, selection) }
        }
        return called.uniqued()
    }

    private func calledPorts(of target: Runtime, by caller: ResolvedRuntime, _ selection: Selection) -> [ResolvedPort] {
        let offset = target.id == caller.definition.id ? caller.offset : target.defaultOffset
        let callerRoles = Set([caller.role].compactMap(\.self))
        let roles: [String?] = target.roles.isEmpty ? [nil] : target.roles.map(\.id)
        return roles.flatMap { role in
            let peer = ResolvedRuntime(definition: target, offset: offset, role: role)
            let filled = Set([role].compactMap(\.self))
            return target.ports.filter { definition in
                definition.direction == .inbound && selection.closedReason(for: definition, of: peer) == nil
                    && definition.isCalled(
                        by: caller.definition.id,
                        callerRoles: callerRoles,
                        owner: target.id,
                        targetRoles: filled
                    )
            }
            .flatMap { peer.ports($0, audiences: $0.audiences) }
        }
    }
}

extension Selection {
    /// The given addresses of `audience`, none for one that a group stands for, or its default.
    func addresses(of audience: Audience) -> AddressSet {
        sources[audience] ?? (groupedAudiences.contains(audience) ? AddressSet() : audience.defaultAddresses)
    }

    /// Whether the firewall knows `audience` by more than addresses.
    func names(_ audience: Audience) -> Bool {
        namesPeers && (audience == .cluster || audience == .components)
    }

    /// The given addresses of `audience`, none for one that the firewall names or has a group for; nil if it has its default.
    func givenAddresses(of audience: Audience) -> AddressSet? {
        sources[audience] ?? (names(audience) || groupedAudiences.contains(audience) ? AddressSet() : nil)
    }
}

extension Candidate {
    var isOpenToCluster: Bool { isOpenInbound && port.service.audiences.contains(.cluster) }
}

extension ResolvedPort {
    /// The port as something that a host connects to.
    var asEgress: EgressService {
        EgressService(target, summary: "\(service.origin): \(service.summary)")
    }
}
