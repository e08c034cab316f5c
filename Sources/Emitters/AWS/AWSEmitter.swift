package import Policy

/// Writes host policies as security groups of AWS: one for a host, or one for each node of a deployment.
package struct AWSEmitter: Sendable {
    /// A host's policy, with the name of its node where the whole deployment is written.
    package typealias Node = (name: String?, policy: HostPolicy)

    /// What the group is called; of nodes the beginning of their groups' names.
    package var name: CloudName
    /// The groups that audiences come from besides the addresses that the policies have for them.
    package var audiences: [Audience: [CloudGroup]]
    /// Whether rules that are too many for one group may make several.
    package var splits: Bool
    /// How many rules and groups there may be.
    package var limits: SecurityGroupLimits

    /// Groups that are called `name`.
    package init(
        name: CloudName,
        audiences: [Audience: [CloudGroup]] = [:],
        splits: Bool = false,
        limits: SecurityGroupLimits = .standard
    ) {
        self.name = name
        self.audiences = audiences
        self.splits = splits
        self.limits = limits
    }

    /// The groups for `nodes`, checked; those of several nodes name each other where one is the other's peer.
    ///
    /// - Parameters:
    ///   - nodes: At least one.
    ///   - target: The name that `emit` knows the target by, for messages.
    /// - Returns: In the order of `nodes`; a node's groups after the first are called `-2`, `-3` where rules are split.
    /// - Throws: Everything that AWS can't express, or has no room for.
    package func groups(_ nodes: [Node], for target: String) throws(InvalidInput) -> [SecurityGroup] {
        var findings: [Finding] = []
        var groups: [SecurityGroup] = []
        for node in nodes {
            do throws(InvalidInput) {
                let group = try group(node, nodes, for: target)
                groups += try group.withinLimits(limits, splits: splits)
            } catch {
                findings += error.findings
            }
        }
        guard findings.isEmpty else { throw InvalidInput(findings) }
        try groups.check(target)
        return groups
    }

    /// What the reader has to know of the groups for `nodes`.
    package func notes(_ nodes: [Node], for target: String) throws(InvalidInput) -> [String] {
        var notes: [String] = []
        for node in nodes {
            notes += try CloudPolicy(node.policy, for: target).notes.filter { !notes.contains($0) }
        }
        return notes
    }

    private func group(_ node: Node, _ nodes: [Node], for target: String) throws(InvalidInput) -> SecurityGroup {
        let references = CloudGroups(nodes: Set(nodes.compactMap(\.name)), audiences: audiences)
        let cloud = try CloudPolicy(node.policy, for: target, groups: references)
        let own = groupName(of: node.name)
        let peer = { (group: CloudGroup) -> SecurityGroupPeer in
            switch group {
            case .itself: .groupName(own)
            case .node(let name): .groupName(groupName(of: name))
            case .identifier(let id): .groupID(id)
            }
        }
        let rules = SecurityGroupRules(
            ingress: cloud.ingress.securityGroupRules(peer),
            egress: cloud.egress.map { $0.securityGroupRules(peer) } ?? SecurityGroupRule.everythingOut
        )
        return SecurityGroup(name: own, description: "by carbonwall, for its policy \(own)", rules: rules)
    }

    /// `carbonwall`, or `carbonwall-gw` for a node.
    private func groupName(of node: String?) -> String {
        node.map { "\(name)-\($0)" } ?? "\(name)"
    }
}
