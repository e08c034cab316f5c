package import Policy

/// Writes host policies as Azure network security groups: one for a host, or one for each node of a deployment, whose machines
/// are known by an application security group.
///
/// A group's default rules let the whole virtual network in (`AllowVnetInBound`) and out; an explicit last rule in both
/// directions decides before they do.
package struct AzureEmitter {
    static let longestDescription = 140
    private static let lastPriority = 4096
    private static let loadBalancerPriority = 4095

    private let limits: AzureLimits

    /// A writer of groups within `limits`.
    package init(limits: AzureLimits = AzureLimits()) {
        self.limits = limits
    }

    /// A template for `az deployment group create`.
    ///
    /// - Throws: What Azure can't express, or wouldn't take.
    package func emit(_ deployment: CloudDeployment) throws(InvalidInput) -> CloudDocument {
        let hosts = try deployment.hosts(for: "azure")
        let template = AzureTemplate(groups: try groups(for: hosts, deployment))
        return CloudDocument(text: template.json.document, notes: hosts.notes + Self.notes)
    }

    /// The groups for `hosts` of `deployment`, each with its rules by direction and priority.
    ///
    /// - Throws: What Azure wouldn't take.
    package func groups(
        for hosts: [CloudHost],
        _ deployment: CloudDeployment
    ) throws(InvalidInput) -> [AzureSecurityGroup] {
        let groups = hosts.map { host in
            AzureSecurityGroup(
                name: host.name,
                applicationGroup: host.node.map { _ in host.name },
                rules: rules(for: host, deployment)
            )
        }
        var check = CloudCheck("azure")
        groups.checkCounts(&check, limits)
        try check.finish()
        groups.check(&check)
        try check.finish()
        return groups
    }

    static let notes = [
        "the rule for AzureLoadBalancer lets the probes of load balancers reach the open TCP ports, from 168.63.129.16",
        "the platform's own services (168.63.129.16, 169.254.169.254) pass whatever the rules say",
    ]

    private func rules(for host: CloudHost, _ deployment: CloudDeployment) -> [AzureSecurityRule] {
        let ingress = allowing(host.policy.ingress, .inbound, host, deployment)
        let inbound = ingress + probes(host) + [last(.inbound, .deny)]
        guard let egress = host.policy.egress else { return inbound + [last(.outbound, .allow)] }
        return inbound + allowing(egress, .outbound, host, deployment) + [last(.outbound, .deny)]
    }

    private func allowing(
        _ rules: [CloudRule],
        _ direction: AzureSecurityRule.Direction,
        _ host: CloudHost,
        _ deployment: CloudDeployment
    ) -> [AzureSecurityRule] {
        var priorities = AzurePriorities()
        let allowing = rules.flatMap { rule in
            rule.peers.azurePeers { deployment.name(of: $0, in: host) }.map { peers in
                let label = "\(direction.label)-\(rule.target.transport.rawValue)-\(rule.target.ports)"
                return AzureSecurityRule(
                    name: peers.label.isEmpty ? label : "\(label)-\(peers.label)",
                    description: CloudDescription.text(for: rule.reasons, longest: Self.longestDescription),
                    priority: priorities.priority(for: rule.target, peers),
                    direction: direction,
                    access: .allow,
                    networkProtocol: rule.target.transport.azureName,
                    ports: ["\(rule.target.ports)"],
                    peers: peers.endpoint,
                    machines: host.azureMachines
                )
            }
        }
        return allowing.sorted { $0.priority < $1.priority }
    }

    /// What lets the load balancer's probes reach the ports that are open over TCP; none where no port is.
    private func probes(_ host: CloudHost) -> [AzureSecurityRule] {
        let ports = host.policy.ingress.filter { $0.target.transport == .tcp }.map { "\($0.target.ports)" }
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
                peers: .loadBalancer,
                machines: host.azureMachines
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
            peers: .everything
        )
    }
}

extension CloudHost {
    /// The machines of a node, and all that the group is attached to for the host that is none.
    fileprivate var azureMachines: AzureEndpoint { node == nil ? .everything : .group(name) }
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
