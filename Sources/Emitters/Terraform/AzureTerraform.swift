package import Policy

extension AzureEmitter {
    /// The groups and their rules for the provider `hashicorp/azurerm`, each rule a resource called as it is in Azure, behind its
    /// group's name.
    ///
    /// - Throws: What Azure can't express, or wouldn't take.
    package func emitTerraform(_ deployment: CloudDeployment) throws(InvalidInput) -> CloudDocument {
        let hosts = try hosts(of: deployment, for: "terraform")
        let groups = try groups(for: hosts, deployment, isByRule: true)
        let applicationGroups = groups.compactMap(\.applicationGroup)
        let configuration = TerraformConfiguration(
            provider: ("azurerm", "hashicorp/azurerm", ">= 3.0"),
            variables: [
                ("location", "The groups' region"), ("resource_group_name", "The resource group that they are in"),
            ],
            resources: [
                ("azurerm_application_security_group", applicationGroups.map { ($0, .azureGroup($0)) }),
                ("azurerm_network_security_group", groups.map { ($0.name, .azureGroup($0.name)) }),
                ("azurerm_network_security_rule", groups.flatMap(\.ruleResources)),
            ],
            outputs: groups.map { ($0.name, .terraform("azurerm_network_security_group.\($0.name).id")) }
                + applicationGroups.map { ("\($0)-machines", .terraformApplicationGroup($0)) }
        )
        return CloudDocument(text: configuration.json.compactDocument, notes: hosts.notes + Self.notes)
    }
}

extension AzureSecurityGroup {
    fileprivate var ruleResources: TerraformConfiguration.Members {
        rules.map { ("\(name)_\($0.name)", $0.resource(of: name)) }
    }
}

extension AzureSecurityRule {
    fileprivate func resource(of group: String) -> JSONValue {
        .object(
            [
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
            ] + source.terraformArguments("source") + destination.terraformArguments("destination")
        )
    }
}

extension AzureEndpoint {
    /// What a rule says of `side`, which is `source` or `destination`.
    fileprivate func terraformArguments(_ side: String) -> TerraformConfiguration.Members {
        switch self {
        case .prefixes(let prefixes):
            [("\(side)_address_prefix", prefixes.single), ("\(side)_address_prefixes", prefixes.several)]
        case .group(let name):
            [("\(side)_application_security_group_ids", .array([.terraformApplicationGroup(name)]))]
        }
    }
}

extension JSONValue {
    fileprivate static func azureGroup(_ name: String) -> JSONValue {
        .object([
            ("name", .string(name)),
            ("location", .terraform("var.location")),
            ("resource_group_name", .terraform("var.resource_group_name")),
        ])
    }

    fileprivate static func terraformApplicationGroup(_ name: String) -> JSONValue {
        .terraform("azurerm_application_security_group.\(name).id")
    }
}
