package import Policy

extension AzureEmitter {
    /// The group and its rules for the provider `hashicorp/azurerm`, each rule a resource called as it is in Azure.
    ///
    /// - Throws: What Azure can't express, or wouldn't take.
    package func emitTerraform(_ policy: HostPolicy) throws(InvalidInput) -> CloudDocument {
        let cloud = try CloudPolicy(policy, for: "terraform")
        let rules = try rules(for: cloud)
        let configuration = TerraformConfiguration(
            provider: ("azurerm", "hashicorp/azurerm", ">= 3.0"),
            variables: [
                ("location", "The group's region"), ("resource_group_name", "The resource group that it is in"),
            ],
            resources: [
                ("azurerm_network_security_group", [(name.description, group)]),
                ("azurerm_network_security_rule", rules.map { ($0.name, $0.resource(of: name)) }),
            ],
            outputs: [(name.description, .terraform("azurerm_network_security_group.\(name).id"))]
        )
        return CloudDocument(text: configuration.json.compactDocument, notes: cloud.notes + Self.notes)
    }

    private var group: JSONValue {
        .object([
            ("name", .string(name.description)),
            ("location", .terraform("var.location")),
            ("resource_group_name", .terraform("var.resource_group_name")),
        ])
    }
}

extension AzureSecurityRule {
    fileprivate func resource(of group: CloudName) -> JSONValue {
        .object([
            ("name", .string(name)),
            ("description", .string(description)),
            ("resource_group_name", .terraform("var.resource_group_name")),
            ("network_security_group_name", .terraform("azurerm_network_security_group.\(group).name")),
            ("priority", .integer(priority)),
            ("direction", .string(direction.rawValue)),
            ("access", .string(access.rawValue)),
            ("protocol", .string(networkProtocol)),
            ("source_port_range", .string("*")),
            ("destination_port_range", ports.single), ("destination_port_ranges", ports.several),
            ("source_address_prefix", sourcePrefixes.single), ("source_address_prefixes", sourcePrefixes.several),
            ("destination_address_prefix", destinationPrefixes.single),
            ("destination_address_prefixes", destinationPrefixes.several),
        ])
    }
}
