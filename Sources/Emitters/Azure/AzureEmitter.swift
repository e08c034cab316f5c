package import Policy

/// Writes a host policy as an Azure network security group.
///
/// The group's default rules let the whole virtual network in (`AllowVnetInBound`) and out; an explicit last rule in both
/// directions decides before they do.
package struct AzureEmitter {
    static let longestDescription = 140
    private static let lastPriority = 4096
    private static let loadBalancerPriority = 4095
    private static let apiVersion = "2023-11-01"
    private static let schema = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"

    let name: CloudName

    /// A writer of the group `name`.
    package init(name: CloudName) {
        self.name = name
    }

    /// A template for `az deployment group create`, with the group as its one resource.
    ///
    /// - Throws: What Azure can't express, or wouldn't take.
    package func emit(_ policy: HostPolicy) throws(InvalidInput) -> CloudDocument {
        let cloud = try CloudPolicy(policy, for: "azure")
        let rules = try rules(for: cloud)
        return CloudDocument(text: template(rules).document, notes: cloud.notes + Self.notes)
    }

    /// The group's rules by direction and priority.
    ///
    /// - Throws: What Azure wouldn't take.
    package func rules(for cloud: CloudPolicy) throws(InvalidInput) -> [AzureSecurityRule] {
        let inbound = allowing(cloud.ingress, .inbound) + probes(cloud.ingress) + [last(.inbound, .deny)]
        let outbound =
            cloud.egress.map { allowing($0, .outbound) + [last(.outbound, .deny)] } ?? [last(.outbound, .allow)]
        var check = CloudCheck("azure")
        (inbound + outbound).check(&check)
        check.enter("")
        check.require((1...80).contains(name.description.utf8.count), "the group's name has more than 80 characters")
        try check.finish()
        return inbound + outbound
    }

    static let notes = [
        "the rule for AzureLoadBalancer lets the probes of load balancers reach the open TCP ports, from 168.63.129.16",
        "the platform's own services (168.63.129.16, 169.254.169.254) pass whatever the rules say",
    ]

    private func allowing(
        _ rules: [CloudRule],
        _ direction: AzureSecurityRule.Direction
    ) -> [AzureSecurityRule] {
        var priorities = AzurePriorities()
        let allowing = rules.flatMap { rule in
            rule.addresses.azurePrefixes.map { family, prefixes in
                let label = "\(direction.label)-\(rule.target.transport.rawValue)-\(rule.target.ports)"
                return AzureSecurityRule(
                    name: family == .any ? label : "\(label)-\(family.rawValue)",
                    description: CloudDescription.text(for: rule.reasons, longest: Self.longestDescription),
                    priority: priorities.priority(for: rule.target, family),
                    direction: direction,
                    access: .allow,
                    networkProtocol: rule.target.transport.azureName,
                    ports: ["\(rule.target.ports)"],
                    prefixes: prefixes
                )
            }
        }
        return allowing.sorted { $0.priority < $1.priority }
    }

    /// What lets the load balancer's probes reach the ports that are open over TCP; none where no port is.
    private func probes(_ rules: [CloudRule]) -> [AzureSecurityRule] {
        let ports = rules.filter { $0.target.transport == .tcp }.map { "\($0.target.ports)" }
        guard !ports.isEmpty else { return [] }
        return [
            AzureSecurityRule(
                name: "in-load-balancer-probes",
                description: "health probes of load balancers",
                priority: Self.loadBalancerPriority,
                direction: .inbound,
                access: .allow,
                networkProtocol: Transport.tcp.azureName,
                ports: ports,
                prefixes: ["AzureLoadBalancer"]
            )
        ]
    }

    /// What decides before the default rules.
    private func last(
        _ direction: AzureSecurityRule.Direction,
        _ access: AzureSecurityRule.Access
    ) -> AzureSecurityRule {
        AzureSecurityRule(
            name: "\(direction.label)-\(access == .deny ? "deny" : "allow")-all",
            description: access == .deny ? "everything else" : "what leaves the machine is not fenced",
            priority: Self.lastPriority,
            direction: direction,
            access: access,
            networkProtocol: "*",
            ports: ["*"],
            prefixes: ["*"]
        )
    }

    private func template(_ rules: [AzureSecurityRule]) -> JSONValue {
        let group: JSONValue = .object([
            ("type", .string("Microsoft.Network/networkSecurityGroups")),
            ("apiVersion", .string(Self.apiVersion)),
            ("name", .string(name.description)),
            ("location", .string("[parameters('location')]")),
            ("properties", .object([("securityRules", .array(rules.map(\.json)))])),
        ])
        let location: JSONValue = .object([
            ("type", .string("string")),
            ("defaultValue", .string("[resourceGroup().location]")),
        ])
        return .object([
            ("$schema", .string(Self.schema)),
            ("contentVersion", .string("1.0.0.0")),
            ("parameters", .object([("location", location)])),
            ("resources", .array([group])),
        ])
    }
}

extension AzureSecurityRule.Direction {
    fileprivate var label: String {
        switch self {
        case .inbound: "in"
        case .outbound: "out"
        }
    }
}

extension Transport {
    /// As the API spells it.
    fileprivate var azureName: String {
        switch self {
        case .tcp: "Tcp"
        case .udp: "Udp"
        }
    }
}
