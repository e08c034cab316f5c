package import Policy

/// The hosts whose firewalls are written into one document: one alone, or the nodes of a deployment, which know each other by
/// their groups.
package struct CloudDeployment: Sendable {
    /// A host's policy, with the name of its node where the whole deployment is written.
    package typealias Node = (name: String?, policy: HostPolicy)

    /// What the host's firewall is called; of nodes the beginning of their names.
    package var name: CloudName
    /// At least one, in the order of their names.
    package internal(set) var nodes: [Node]
    /// The addresses of the nodes' machines, by the nodes' names.
    package var machines: [String: AddressSet]
    /// The groups that audiences come from besides the addresses that the policies have for them.
    package var audiences: [Audience: [CloudGroup]]

    /// The firewalls of `nodes`, whatever their order.
    package init(
        _ nodes: [Node],
        name: CloudName = .standard,
        machines: [String: AddressSet] = [:],
        audiences: [Audience: [CloudGroup]] = [:]
    ) {
        self.name = name
        self.nodes = nodes.sorted { ($0.name ?? "") < ($1.name ?? "") }
        self.machines = machines
        self.audiences = audiences
    }

    /// The firewall of the one host that `policy` is for.
    package init(_ policy: HostPolicy, name: CloudName = .standard) {
        self.init([(name: nil, policy: policy)], name: name)
    }

    /// What `node`'s group is called: `carbonwall-gw`, and `carbonwall` for the host that is no node.
    package func name(of node: String?) -> String {
        node.map { "\(name)-\($0)" } ?? "\(name)"
    }

    /// What `group` is called in the rules of `host`: the group's name, or the identifier of one that exists.
    package func name(of group: CloudGroup, in host: CloudHost) -> String {
        switch group {
        case .itself: host.name
        case .node(let node): name(of: node)
        case .identifier(let id): id
        }
    }

    /// The groups that the rules of `node` name, and its own.
    func namedGroups(of node: Node) -> Set<String> {
        let known = Set(nodeNames)
        let sources = node.policy.sources.flatMap { $0.peers?.nodes ?? [] }
        let destinations = (node.policy.egress ?? []).flatMap(\.nodes)
        return Set(sources + destinations + [node.name].compactMap(\.self)).intersection(known)
    }

    /// The names of the nodes, in their order; none where there is one host alone.
    package var nodeNames: [String] { nodes.compactMap(\.name) }
}

/// One host of a deployment, as a cloud's firewall can enforce it.
package struct CloudHost: Hashable, Sendable {
    /// Which node it is, where the whole deployment is written.
    package var node: String?
    /// What its group is called.
    package var name: String
    /// What may pass.
    package var policy: CloudPolicy
}

extension CloudDeployment {
    /// What the hosts' rules are.
    ///
    /// - Parameters:
    ///   - target: The name that `emit` knows the target by, for messages.
    ///   - nameDestinations: Whether a rule for what the machines send can name groups, too.
    ///   - merges: Whether neighbouring ports with the same peers share a rule.
    /// - Returns: The hosts in the order of `nodes`, their rules naming others' groups where these are their peers.
    /// - Throws: Everything that no cloud can express, of all hosts at once.
    package func hosts(
        for target: String,
        nameDestinations: Bool = true,
        merges: Bool = true
    ) throws(InvalidInput) -> [CloudHost] {
        var findings: [Finding] = []
        var hosts: [CloudHost] = []
        for node in nodes {
            do throws(InvalidInput) {
                let groups = groups(for: node.name, nameDestinations: nameDestinations)
                let policy = try CloudPolicy(node.policy, for: target, groups: groups, merges: merges)
                hosts.append(CloudHost(node: node.name, name: name(of: node.name), policy: policy))
            } catch {
                findings += error.findings.filter { !findings.contains($0) }
            }
        }
        guard findings.isEmpty else { throw InvalidInput(findings) }
        return hosts
    }

    /// What the rules of `node` may know by a group; its own one is always called by its name, so that no rule has it twice.
    private func groups(for node: String?, nameDestinations: Bool) -> CloudGroups {
        CloudGroups(
            nodes: Set(nodeNames),
            audiences: audiences.mapValues { groups in
                groups.map { group in group == .itself ? node.map(CloudGroup.node) ?? group : group }
            },
            nameDestinations: nameDestinations
        )
    }
}

extension [CloudHost] {
    /// What the reader has to know of them, each note once.
    package var notes: [String] {
        var seen: Set<String> = []
        return flatMap(\.policy.notes).filter { seen.insert($0).inserted }
    }
}
