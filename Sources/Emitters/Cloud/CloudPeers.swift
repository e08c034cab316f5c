package import Policy

/// The other side of connections, as clouds know it: addresses, and machines by the group that they are in.
package struct CloudPeers: Hashable, Sendable {
    /// Those that are known by nothing else.
    package var addresses: AddressSet
    /// Ascending, each once.
    package var groups: [CloudGroup]

    /// `addresses` and the machines in `groups`.
    package init(_ addresses: AddressSet, groups: some Sequence<CloudGroup> = []) {
        self.addresses = addresses
        self.groups = Set(groups).sorted()
    }

    /// The union of all of `peers`.
    package init(unionOf peers: [CloudPeers]) {
        self.init(AddressSet(unionOf: peers.map(\.addresses)), groups: peers.flatMap(\.groups))
    }

    /// Whether nobody is meant.
    package var isEmpty: Bool { addresses.isEmpty && groups.isEmpty }
}

/// Machines that a cloud's rule knows by the group that they are in, whatever their addresses.
package enum CloudGroup: Hashable, Sendable, Comparable {
    /// Those of the node with this name, for which the same document has a group.
    case node(String)
    /// Those that the rule is for.
    case itself
    /// Those of a group that exists, by its identifier: `sg-0123456789abcdef0`.
    case identifier(String)
}

/// What a document's rules may know by a group instead of by addresses.
package struct CloudGroups: Hashable, Sendable {
    /// The nodes that the document has a group for.
    package var nodes: Set<String>
    /// The groups that audiences come from besides the addresses that the policy has for them.
    package var audiences: [Audience: [CloudGroup]]
    /// Whether a rule for what the machines send can name groups, too.
    package var nameDestinations: Bool

    /// The groups of `nodes`, and those of `audiences`.
    package init(
        nodes: Set<String> = [],
        audiences: [Audience: [CloudGroup]] = [:],
        nameDestinations: Bool = true
    ) {
        self.nodes = nodes
        self.audiences = audiences
        self.nameDestinations = nameDestinations
    }
}

extension HostPolicy {
    /// Where `audience` comes from, its machines by their groups as far as `groups` has them.
    func peers(of audience: Audience, _ groups: CloudGroups) -> CloudPeers {
        let given = groups.audiences[audience] ?? []
        guard let peers = sources.first(where: { $0.audience == audience })?.peers,
            peers.nodes.allSatisfy(groups.nodes.contains)
        else { return CloudPeers(addresses(of: audience), groups: given) }
        return CloudPeers(peers.others, groups: given + peers.nodes.map(CloudGroup.node))
    }
}

extension EgressGroup {
    /// The destinations: machines by their groups if `groups` has them all, and the groups that stand for audiences.
    func peers(_ groups: CloudGroups) -> CloudPeers {
        guard groups.nameDestinations else { return CloudPeers(destinations) }
        guard !nodes.isEmpty, nodes.allSatisfy(groups.nodes.contains) else {
            return CloudPeers(destinations, groups: audiences.flatMap { groups.audiences[$0] ?? [] })
        }
        return CloudPeers(AddressSet(), groups: nodes.map(CloudGroup.node))
    }
}
