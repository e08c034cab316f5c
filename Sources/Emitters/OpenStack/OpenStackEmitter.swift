package import Policy

/// Writes host policies as OpenStack security groups: one for a host, or one for each node of a deployment, which name each other
/// where one is the other's peer.
package struct OpenStackEmitter {
    static let longestDescription = 255

    private let limits: NeutronLimits

    /// A writer of groups that stay within `limits` together.
    package init(limits: NeutronLimits = NeutronLimits()) {
        self.limits = limits
    }

    /// A template for `openstack stack create`.
    ///
    /// - Throws: What OpenStack can't express, or wouldn't take.
    package func emitHeat(_ deployment: CloudDeployment) throws(InvalidInput) -> CloudDocument {
        let hosts = try deployment.hosts(for: "openstack")
        let template = HeatTemplate(
            title: Self.description(of: hosts),
            groups: try groups(for: hosts, deployment),
            isDeployment: !deployment.nodeNames.isEmpty
        )
        return CloudDocument(text: template.json.yamlDocument, notes: hosts.notes)
    }

    /// The bodies for Neutron's API: a group, and the rules that are made in it once it has an id; of a deployment, all of them in
    /// the list `groups`.
    ///
    /// - Throws: What OpenStack can't express, or wouldn't take.
    package func emitNeutron(_ deployment: CloudDeployment) throws(InvalidInput) -> CloudDocument {
        let hosts = try deployment.hosts(for: "openstack")
        let groups = try groups(for: hosts, deployment)
        let bodies = groups.map(\.json)
        let isDeployment = !deployment.nodeNames.isEmpty
        let json = isDeployment ? .object([("groups", .array(bodies))]) : bodies[0]
        let notes =
            (isDeployment ? [Self.namesNote] : []) + (groups.contains(where: \.fencesEgress) ? [Self.egressNote] : [])
        return CloudDocument(text: json.document, notes: hosts.notes + notes)
    }

    /// The groups for `hosts` of `deployment`, each with its rules by direction, port, family and other side.
    ///
    /// - Throws: What Neutron wouldn't take.
    package func groups(
        for hosts: [CloudHost],
        _ deployment: CloudDeployment
    ) throws(InvalidInput) -> [NeutronGroup] {
        let groups = hosts.map { host in
            let writer = NeutronRuleWriter(host: host, deployment: deployment)
            return NeutronGroup(
                name: host.name,
                description: Self.description(of: [host]),
                rules: writer.rules(host.policy.ingress, .ingress) + writer.rules(host.policy.egress ?? [], .egress),
                fencesEgress: host.policy.egress != nil
            )
        }
        var check = CloudCheck("openstack")
        groups.check(&check, limits)
        try check.finish()
        return groups
    }

    /// What groups are for.
    private static func description(of hosts: [CloudHost]) -> String {
        CloudDescription.text(for: hosts.map(\.policy.title), longest: longestDescription)
    }

    private static let egressNote =
        "a new group lets everything out: delete its two egress rules before these rules are made, as the example does"

    private static let namesNote =
        "remote_group_id is a group's name here: make all groups first, and put their ids in its place"
}
