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
        let hosts = try hosts(of: deployment, for: "azure")
        let template = AzureTemplate(groups: try groups(for: hosts, deployment))
        var check = CloudCheck("azure")
        check.require(template.resourceCount, Self.resources)
        try check.finish()
        let text = template.json.document
        check.require(text.utf8.count, Self.bytes)
        try check.finish()
        return CloudDocument(text: text, notes: hosts.notes + Self.notes)
    }

    /// Resources that a template takes.
    private static let resources = CloudQuota(
        "resources in the template",
        limit: 800,
        advice: "write a template for each node, with --node"
    )

    /// 4 MB, which is the largest template.
    private static let bytes = CloudQuota(
        "bytes of the template",
        limit: 4_000_000,
        advice: "write a template for each node, with --node"
    )

    /// The hosts of `deployment`, each port as it was given, so that rules keep their names.
    ///
    /// - Throws: What no cloud can express, or that a host would name more groups than Azure takes, before the rules are made.
    package func hosts(of deployment: CloudDeployment, for target: String) throws(InvalidInput) -> [CloudHost] {
        var check = CloudCheck("azure")
        for node in deployment.nodes {
            check.enter(deployment.name(of: node.name))
            check.require(deployment.namedGroups(of: node).count, limits.applicationGroups)
        }
        try check.finish()
        return try deployment.hosts(for: target, merges: false)
    }

    /// The groups for `hosts` of `deployment`, each with its rules by direction and priority.
    ///
    /// - Parameters:
    ///   - hosts: The hosts, with their rules.
    ///   - deployment: The deployment that they are of.
    ///   - isByRule: Whether rules are changed one by one, so that none may have a priority that depends on others.
    /// - Returns: The groups in the order of the hosts.
    /// - Throws: What Azure wouldn't take.
    package func groups(
        for hosts: [CloudHost],
        _ deployment: CloudDeployment,
        isByRule: Bool = false
    ) throws(InvalidInput) -> [AzureSecurityGroup] {
        var check = CloudCheck("azure")
        let groups = hosts.map { host in
            var met: [String] = []
            let group = AzureSecurityGroup(
                name: host.name,
                applicationGroup: host.node.map { _ in host.name },
                rules: rules(for: host, deployment, &met)
            )
            for name in met where isByRule {
                check.enter(host.name)
                check.require(
                    false,
                    "rule \(name) would have the priority of another one, and Terraform changes rules one by one",
                    hint:
                        "write it with emit azure, which replaces all rules at once, or give the node another name or port"
                )
            }
            return group
        }
        groups.checkCounts(&check, limits)
        try check.finish()
        groups.check(&check)
        try check.finish()
        return groups
    }

    static let notes = [
        "the rule for AzureLoadBalancer lets the probes of load balancers reach the TCP ports that are open to clients or "
            + "administrators, from 168.63.129.16; SSH, JMX and what is for other nodes alone stay closed to them",
        "the platform's own services (168.63.129.16, 169.254.169.254) pass whatever the rules say",
    ]

    private func rules(
        for host: CloudHost,
        _ deployment: CloudDeployment,
        _ met: inout [String]
    ) -> [AzureSecurityRule] {
        let ingress = allowing(host.policy.ingress, .inbound, host, deployment, &met)
        let inbound = ingress + probes(host) + [last(.inbound, .deny)]
        guard let egress = host.policy.egress else { return inbound + [last(.outbound, .allow)] }
        return inbound + allowing(egress, .outbound, host, deployment, &met) + [last(.outbound, .deny)]
    }

    /// A rule for each port and family, and one for each transport and group, with all ports that are open to the group.
    private func allowing(
        _ rules: [CloudRule],
        _ direction: AzureSecurityRule.Direction,
        _ host: CloudHost,
        _ deployment: CloudDeployment,
        _ met: inout [String]
    ) -> [AzureSecurityRule] {
        var priorities = AzurePriorities()
        let template = AzureSecurityRule(allowing: direction, machines: host.azureMachines)
        var allowing = rules.flatMap { rule in
            rule.addresses.azurePeers.map { peers in
                let name = "\(direction.label)-\(rule.target.transport.rawValue)-\(rule.target.ports)-\(peers.label)"
                let priority = priorities.priority(of: name, for: rule.target, isIPv6: peers.label == "v6")
                return template.named(name, priority, [rule], peers.endpoint)
            }
        }
        for transport in Transport.allCases {
            let named = rules.filter { $0.target.transport == transport }.byGroup { deployment.name(of: $0, in: host) }
            for (group, rules) in named {
                let name = "\(direction.label)-\(transport.rawValue)-\(group)"
                let priority = priorities.priority(of: name, transport, group: group)
                allowing.append(template.named(name, priority, rules, .group(group)))
            }
        }
        met += priorities.met
        return allowing.sorted { $0.priority < $1.priority }
    }

    /// What lets the load balancer's probes reach the TCP ports that are open to clients or administrators; none if no port is.
    private func probes(_ host: CloudHost) -> [AzureSecurityRule] {
        guard !host.policy.probed.isEmpty else { return [] }
        return [
            AzureSecurityRule(
                name: "in-load-balancer-probes",
                description: "health probes of load balancers",
                priority: Self.loadBalancerPriority,
                direction: .inbound,
                access: .allow,
                networkProtocol: Transport.tcp.azureName,
                ports: host.policy.probed.azurePorts,
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

extension AzureSecurityRule {
    /// A rule that allows, for `named` to fill in.
    fileprivate init(allowing direction: Direction, machines: AzureEndpoint) {
        self.init(
            name: "",
            description: "",
            priority: 0,
            direction: direction,
            access: .allow,
            networkProtocol: "",
            ports: [],
            peers: .everything,
            machines: machines
        )
    }

    /// This rule for the ports of `rules`, which are of one transport, and `peers`.
    fileprivate func named(
        _ name: String,
        _ priority: Int,
        _ rules: [CloudRule],
        _ peers: AzureEndpoint
    ) -> AzureSecurityRule {
        var rule = self
        (rule.name, rule.priority, rule.peers) = (name, priority, peers)
        rule.ports = rules.map(\.target).azurePorts
        rule.networkProtocol = rules.first?.target.transport.azureName ?? "*"
        let reasons = Set(rules.flatMap(\.reasons)).sorted()
        rule.description = CloudDescription.text(for: reasons, longest: AzureEmitter.longestDescription)
        return rule
    }
}

extension [CloudRule] {
    /// The rules that name each group, in the order of the groups' names.
    fileprivate func byGroup(_ name: (CloudGroup) -> String) -> [(group: String, rules: [CloudRule])] {
        var rules: [String: [CloudRule]] = [:]
        for rule in self { for group in rule.peers.groups { rules[name(group), default: []].append(rule) } }
        return rules.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}

extension [TransportPorts] {
    /// The ports as Azure writes them, ascending, none of them twice.
    fileprivate var azurePorts: [String] {
        IntervalSet(map { $0.ports.lower...$0.ports.upper }).intervals.map {
            $0.lowerBound == $0.upperBound ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)"
        }
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
