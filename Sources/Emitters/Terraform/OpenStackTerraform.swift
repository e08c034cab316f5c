package import Policy

extension OpenStackEmitter {
    /// The group and its rules for the provider `terraform-provider-openstack/openstack`, each rule a resource.
    ///
    /// - Throws: What OpenStack can't express, or wouldn't take.
    package func emitTerraform(_ policy: HostPolicy) throws(InvalidInput) -> CloudDocument {
        let cloud = try CloudPolicy(policy, for: "terraform")
        let rules = try rules(for: cloud)
        let configuration = TerraformConfiguration(
            provider: ("openstack", "terraform-provider-openstack/openstack", ">= 1.50"),
            resources: [
                ("openstack_networking_secgroup_v2", [(name.description, group(for: cloud))]),
                ("openstack_networking_secgroup_rule_v2", rules.map { ($0.key, resource($0)) }),
            ],
            outputs: [(name.description, groupID)]
        )
        return CloudDocument(text: configuration.json.compactDocument, notes: cloud.notes)
    }

    private var groupID: JSONValue { .terraform("openstack_networking_secgroup_v2.\(name).id") }

    /// With `delete_default_rules`, the new group doesn't let everything out.
    private func group(for cloud: CloudPolicy) -> JSONValue {
        .object([
            ("name", .string(name.description)),
            ("description", .string(Self.description(of: cloud))),
            ("delete_default_rules", cloud.egress == nil ? nil : .boolean(true)),
        ])
    }

    private func resource(_ rule: NeutronRule) -> JSONValue {
        .object([("security_group_id", groupID)] + rule.members)
    }
}
