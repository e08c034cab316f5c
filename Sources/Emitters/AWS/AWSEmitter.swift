package import Policy

/// Writes host policies as security groups of AWS: one for a host, or one for each node of a deployment.
package struct AWSEmitter: Sendable {
    /// Whether rules that are too many for one group may make several.
    package var splits: Bool
    /// How many rules and groups there may be.
    package var limits: SecurityGroupLimits

    /// Groups within `limits`.
    package init(splits: Bool = false, limits: SecurityGroupLimits = .standard) {
        self.splits = splits
        self.limits = limits
    }

    /// The groups for `deployment`, checked; those of several nodes name each other where one is the other's peer.
    ///
    /// - Parameters:
    ///   - deployment: The hosts.
    ///   - target: The name that `emit` knows the target by, for messages.
    /// - Returns: In the order of the nodes; a node's groups after the first are called `-2`, `-3` where rules are split.
    /// - Throws: Everything that AWS can't express, or has no room for.
    package func groups(_ deployment: CloudDeployment, for target: String) throws(InvalidInput) -> [SecurityGroup] {
        var findings: [Finding] = []
        var groups: [SecurityGroup] = []
        for host in try deployment.hosts(for: target) {
            do throws(InvalidInput) {
                groups += try group(of: host, deployment).withinLimits(limits, splits: splits)
            } catch {
                findings += error.findings
            }
        }
        guard findings.isEmpty else { throw InvalidInput(findings) }
        try groups.check(target)
        return groups
    }

    private func group(of host: CloudHost, _ deployment: CloudDeployment) -> SecurityGroup {
        let peer = { (group: CloudGroup) -> SecurityGroupPeer in
            switch group {
            case .itself: .groupName(host.name)
            case .node(let name): .groupName(deployment.name(of: name))
            case .identifier(let id): .groupID(id)
            }
        }
        let rules = SecurityGroupRules(
            ingress: host.policy.ingress.securityGroupRules(peer),
            egress: host.policy.egress.map { $0.securityGroupRules(peer) } ?? SecurityGroupRule.everythingOut
        )
        return SecurityGroup(name: host.name, description: "by carbonwall, for its policy \(host.name)", rules: rules)
    }
}
