package import Policy

/// Writes a host policy as an OpenStack security group.
package struct OpenStackEmitter {
    static let longestDescription = 255

    let name: CloudName
    private let quota: Int?

    /// - Parameters:
    ///   - name: What the group is called.
    ///   - quota: How many rules the project takes; nil for what it does unless somebody raised it.
    package init(name: CloudName, quota: Int? = nil) {
        self.name = name
        self.quota = quota
    }

    /// A template for `openstack stack create`.
    ///
    /// - Throws: What OpenStack can't express, or wouldn't take.
    package func emitHeat(_ policy: HostPolicy) throws(InvalidInput) -> CloudDocument {
        let cloud = try CloudPolicy(policy, for: "openstack")
        let template = HeatTemplate(
            name: name,
            title: Self.description(of: cloud),
            rules: try rules(for: cloud),
            fencesEgress: cloud.egress != nil
        )
        return CloudDocument(text: template.json.yamlDocument, notes: cloud.notes)
    }

    /// The bodies for Neutron's API: a group, and the rules that are made in it once it has an id.
    ///
    /// - Throws: What OpenStack can't express, or wouldn't take.
    package func emitNeutron(_ policy: HostPolicy) throws(InvalidInput) -> CloudDocument {
        let cloud = try CloudPolicy(policy, for: "openstack")
        let rules = try rules(for: cloud)
        let group: JSONValue = .object([
            ("name", .string(name.description)), ("description", .string(Self.description(of: cloud))),
        ])
        let json: JSONValue = .object([
            ("security_group", group),
            ("security_group_rules", .array(rules.map { .object($0.members) })),
        ])
        return CloudDocument(text: json.document, notes: cloud.notes + (cloud.egress == nil ? [] : [Self.egressNote]))
    }

    /// The group's rules by direction, port, family and address.
    ///
    /// - Throws: What Neutron wouldn't take.
    package func rules(for cloud: CloudPolicy) throws(InvalidInput) -> [NeutronRule] {
        let rules =
            cloud.ingress.flatMap { Self.rules(for: $0, .ingress) }
            + (cloud.egress ?? []).flatMap { Self.rules(for: $0, .egress) }
        var check = CloudCheck("openstack")
        rules.check(&check, quota: quota)
        try check.finish()
        return rules
    }

    /// What the group is for.
    static func description(of cloud: CloudPolicy) -> String {
        CloudDescription.text(for: [cloud.title], longest: longestDescription)
    }

    private static let egressNote =
        "a new group lets everything out: delete its two egress rules before these rules are made, as the example does"

    private static func rules(for rule: CloudRule, _ direction: NeutronRule.Direction) -> [NeutronRule] {
        (rule.addresses.v4Blocks + rule.addresses.v6Blocks).map { block in
            NeutronRule(
                direction: direction,
                etherType: block.isIPv6 ? "IPv6" : "IPv4",
                networkProtocol: rule.target.transport.rawValue,
                ports: Int(rule.target.ports.lower)...Int(rule.target.ports.upper),
                prefix: block.descriptionWithLength,
                description: CloudDescription.text(for: rule.reasons, longest: longestDescription)
            )
        }
    }
}
