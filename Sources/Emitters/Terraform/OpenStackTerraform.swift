package import Policy

extension OpenStackEmitter {
    /// The groups for the provider `terraform-provider-openstack/openstack`, each rule a resource.
    ///
    /// - Throws: What OpenStack can't express, or wouldn't take.
    package func emitTerraform(_ deployment: CloudDeployment) throws(InvalidInput) -> CloudDocument {
        let hosts = try hosts(of: deployment, for: "terraform")
        let groups = try groups(for: hosts, deployment)
        let configuration = TerraformConfiguration(
            provider: ("openstack", "terraform-provider-openstack/openstack", ">= 1.50"),
            resources: [
                ("openstack_networking_secgroup_v2", groups.map { ($0.name, $0.resource) }),
                ("openstack_networking_secgroup_rule_v2", groups.flatMap(\.ruleResources)),
            ],
            outputs: groups.map { ($0.name, .openStackID($0.name)) }
        )
        return CloudDocument(text: configuration.json.compactDocument, notes: hosts.notes + Self.notes(deployment))
    }
}

extension NeutronGroup {
    /// With `delete_default_rules`, the new group doesn't let everything out.
    fileprivate var resource: JSONValue {
        .object([
            ("name", .string(name)),
            ("description", .string(description)),
            ("delete_default_rules", fencesEgress ? .boolean(true) : nil),
        ])
    }

    fileprivate var ruleResources: TerraformConfiguration.Members {
        rules.map { rule in
            let members = rule.members(rule.peer.terraformArgument)
            return ("\(name)_\(rule.key)", .object([("security_group_id", .openStackID(name))] + members))
        }
    }
}

extension NeutronPeer {
    fileprivate var terraformArgument: (name: String, value: JSONValue?) {
        if case .group(let name) = self { ("remote_group_id", .openStackID(name)) } else { member }
    }
}

extension JSONValue {
    fileprivate static func openStackID(_ group: String) -> JSONValue {
        .terraform("openstack_networking_secgroup_v2.\(group).id")
    }
}
