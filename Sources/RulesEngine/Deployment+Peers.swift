import Catalog
import Policy

extension Deployment {
    /// The nodes whose machines have to reach `own`: as other components, and as its cluster, where it is in one.
    func peers(of own: [Member]) -> [Audience: [PolicyNode]] {
        let callers = nodes { member in own.contains { member.calls($0) } }
        let cluster = nodes { member in own.contains { $0.isPeer(of: member) } }
        return cluster.isEmpty ? [.components: callers] : [.components: callers, .cluster: cluster]
    }

    /// The nodes that run a member for which `condition` holds, in the order of their names.
    private func nodes(where condition: (Member) -> Bool) -> [PolicyNode] {
        let holds = members.map(condition)
        return zip(file.nodes, membersOfNode).compactMap { node, places in
            places.contains { holds[$0] } ? node : nil
        }
    }

    /// Where the machines of a node connect to: the ports of the runtimes they call, their cluster, and the links from them;
    /// for outbound ports without a link, the addresses that were `given` for their audiences.
    func egress(
        of node: Int,
        own: [Member],
        _ given: [Audience: AddressSet],
        candidates: [Candidate]
    ) -> [EgressGroup] {
        var outside = options
        outside.sources = given
        let peers = members.enumerated().map { index, target in
            EgressGroup(
                name: "\(target.name)-\(index + 1)",
                destinations: target.addresses,
                services: target.services(for: own),
                nodes: zip(file.nodes, membersOfNode).filter { $1.contains(index) }.map(\.0.name)
            )
        }
        let links = file.links.filter { $0.from.contains(file.nodes[node].name) }.map(EgressGroup.init(link:))
        let linked = links.flatMap(\.services).map(\.target)
        let outbound = candidates.filter { !linked.contains($0.port.target) }
        return peers.filter { !$0.services.isEmpty } + multicastEgress(own, candidates) + links
            + engine.outboundEgress(outside, candidates: outbound)
    }

    private func multicastEgress(_ own: [Member], _ candidates: [Candidate]) -> [EgressGroup] {
        let groups = own.flatMap { $0.runtime.clusteringMode?.multicastGroups ?? [] }
        guard !groups.isEmpty else { return [] }
        let discovery = candidates.filter { $0.isOpenToCluster && $0.port.service.transport == .udp }
        let destinations = AddressSet(groups.map { CIDR(.v4($0)) })
        return [EgressGroup(name: "multicast", destinations: destinations, services: discovery.map(\.port.asEgress))]
    }
}

extension EgressGroup {
    fileprivate init(link: PolicyLink) {
        let services = link.ports.map { EgressService($0, summary: "link \(link.name)") }
        self.init(name: "link-\(link.name)", destinations: link.destinations, services: services)
    }
}

extension Member {
    /// `apim-control-plane`, or `si`.
    fileprivate var name: String {
        [runtime.definition.id, runtime.role].compactMap(\.self).joined(separator: "-")
    }

    /// The ports of this runtime that one of `callers` connects to.
    fileprivate func services(for callers: [Member]) -> [EgressService] {
        candidates.filter { candidate in
            candidate.isOpenInbound
                && callers.contains { caller in
                    caller.calls(candidate.port.definition, of: self)
                        || candidate.isOpenToCluster && isPeer(of: caller)
                }
        }
        .map(\.port.asEgress)
    }

    /// Whether it connects to any port of `target`.
    func calls(_ target: Member) -> Bool {
        target.candidates.contains { $0.isOpenInbound && calls($0.port.definition, of: target) }
    }

    /// Whether it connects to the port `definition` of `target`.
    func calls(_ definition: PortDefinition, of target: Member) -> Bool {
        definition.isCalled(
            by: runtime.definition.id,
            callerRoles: rolesFilled,
            owner: target.runtime.definition.id,
            targetRoles: target.rolesFilled
        )
    }

    /// Whether `other` belongs to the audience `cluster` of this one: both are nodes of one cluster, or run the same product if a port
    /// is open to `cluster` without clustering, by an exposure.
    func isPeer(of other: Member) -> Bool {
        if isClustered(with: other) { return true }
        return !isClustered && runtime.definition.id == other.runtime.definition.id
            && candidates.contains(where: \.isOpenToCluster)
    }

    /// Whether both are nodes of one cluster.
    func isClustered(with other: Member) -> Bool {
        isClustered && other.isClustered && runtime.definition.id == other.runtime.definition.id
    }

    private var isClustered: Bool {
        runtime.clustering != runtime.definition.clusteringModes.first?.id
    }
}
