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
        let hosts = try hosts(of: deployment, for: "openstack")
        let template = HeatTemplate(
            title: Self.description(of: hosts),
            groups: try groups(for: hosts, deployment),
            isDeployment: !deployment.nodeNames.isEmpty
        )
        var check = CloudCheck("openstack")
        check.require(template.resourceCount, Self.resources)
        let text = template.json.yamlDocument
        check.require(text.utf8.count, Self.bytes)
        try check.finish()
        return CloudDocument(text: text, notes: hosts.notes + Self.notes(deployment))
    }

    /// Resources that Heat takes in a stack (`max_resources_per_stack`).
    private static let resources = CloudQuota(
        "resources in the template",
        limit: 1000,
        advice: "write a template for each node, with --node"
    )

    /// The largest template that Heat takes (`max_template_size`): 512 KiB.
    private static let bytes = CloudQuota(
        "bytes of the template",
        limit: 524_288,
        advice: "write a template for each node, with --node"
    )

    /// The hosts of `deployment`, each port and block a rule as it was given, so that rules keep their names.
    package func hosts(of deployment: CloudDeployment, for target: String) throws(InvalidInput) -> [CloudHost] {
        try deployment.withoutLinkLocalDefaults.hosts(for: target, merges: false)
    }

    /// What the reader has to know of `deployment`.
    static func notes(_ deployment: CloudDeployment) -> [String] {
        let isNarrower = zip(deployment.nodes, deployment.withoutLinkLocalDefaults.nodes).contains {
            $0.policy != $1.policy
        }
        return isNarrower ? [linkLocalNote] : []
    }

    private static let linkLocalNote =
        "of the private ranges that stand for audiences without a source, fe80::/10 is left out: with it, the defaults don't fit into "
        + "the 100 rules of a project; name it with --from where link-local addresses have to connect"

    /// The bodies for Neutron's API: a group, and the rules that are made in it once it has an id; of a deployment, all of them in
    /// the list `groups`.
    ///
    /// - Throws: What OpenStack can't express, or wouldn't take.
    package func emitNeutron(_ deployment: CloudDeployment) throws(InvalidInput) -> CloudDocument {
        let hosts = try hosts(of: deployment, for: "openstack")
        let groups = try groups(for: hosts, deployment)
        let bodies = groups.map(\.json)
        let isDeployment = !deployment.nodeNames.isEmpty
        let json = isDeployment ? .object([("groups", .array(bodies))]) : bodies[0]
        let notes =
            (isDeployment ? [Self.namesNote] : []) + (groups.contains(where: \.fencesEgress) ? [Self.egressNote] : [])
        return CloudDocument(text: json.document, notes: hosts.notes + Self.notes(deployment) + notes)
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

extension CloudDeployment {
    /// The same without link-local addresses in the private ranges of audiences that nobody gave a source for.
    package var withoutLinkLocalDefaults: CloudDeployment {
        var deployment = self
        deployment.nodes = nodes.map { ($0.name, $0.policy.withoutLinkLocalDefaults) }
        return deployment
    }
}

extension HostPolicy {
    /// The same without link-local addresses in the private ranges of audiences that nobody gave a source for.
    package var withoutLinkLocalDefaults: HostPolicy {
        var policy = self
        for index in policy.sources.indices where policy.sources[index].isDefault {
            policy.sources[index].addresses = policy.sources[index].addresses.withoutLinkLocalDefault
        }
        policy.egress = policy.egress?.map { group in
            var group = group
            if !group.audiences.isEmpty { group.destinations = group.destinations.withoutLinkLocalDefault }
            return group
        }
        return policy
    }
}

extension AddressSet {
    /// The private ranges without fe80::/10; any other set as it is.
    fileprivate var withoutLinkLocalDefault: AddressSet {
        guard self == .privateRanges else { return self }
        return AddressSet(v4: v4, v6: v6.subtracting(IntervalSet([HostEssentials.linkLocal])))
    }
}
