package import Policy

/// Writes host policies as security groups of AWS: one for a host, or one for each node of a deployment.
package struct AWSEmitter: Sendable {
    /// Whether rules that are too many for one group may make several.
    package var splits: Bool
    /// How many rules and groups there may be.
    package var limits: SecurityGroupLimits
    /// Whether neighbouring ports and blocks share a rule; false for Terraform, where a rule is a resource that keeps its key.
    package var merges: Bool
    /// Whether the ICMP errors that find the path's MTU get rules, since AWS doesn't promise that they pass with a connection.
    package var opensICMP = false
    /// The groups of an earlier document, in which rules stay that they have.
    package var old: SecurityGroupDocument?

    /// Groups within `limits`.
    package init(
        splits: Bool = false,
        limits: SecurityGroupLimits = .standard,
        merges: Bool = true,
        old: SecurityGroupDocument? = nil
    ) {
        self.splits = splits
        self.limits = limits
        self.merges = merges
        self.old = old
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
        let hosts = try deployment.hosts(for: target, merges: merges)
        let names = Set(hosts.map(\.name))
        for host in hosts {
            do throws(InvalidInput) {
                let parts = (old?.groups ?? []).filter { $0.part(of: host.name, among: names) != nil }
                groups += try group(of: host, deployment).withinLimits(limits, splits: splits, keeping: parts)
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
            ingress: host.policy.ingress.securityGroupRules(merges: merges, peer)
                + (opensICMP ? SecurityGroupRule.pathErrors : []),
            egress: host.policy.egress.map { $0.securityGroupRules(merges: merges, peer) }
                ?? SecurityGroupRule.everythingOut
        )
        return SecurityGroup(name: host.name, description: "by carbonwall, for its policy \(host.name)", rules: rules)
    }
}
