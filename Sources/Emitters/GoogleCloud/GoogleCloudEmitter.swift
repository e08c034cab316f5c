package import Policy

/// Writes host policies as the firewall rules of a Google Cloud network: for one host's machines, or for those of each node of a
/// deployment, which know each other by their tags or service accounts.
///
/// Rules are IPv4 or IPv6, never both, and end in an explicit denial: a network may have rules that allow, such as
/// `default-allow-internal`, and the implied denial comes after them. Of two rules of one priority the one that denies wins.
package struct GoogleCloudEmitter {
    /// Ranges that a rule takes.
    static let mostRanges = 256
    static let longestDescription = 255

    private let network: String
    private let machines: GoogleMachineNames
    private let limits: GoogleLimits

    /// - Parameters:
    ///   - network: The network's name, or `projects/PROJECT/global/networks/NAME`.
    ///   - machines: What the hosts' machines are known by.
    ///   - limits: How many rules the project takes.
    package init(
        network: String = "default",
        machines: GoogleMachineNames = GoogleMachineNames(),
        limits: GoogleLimits = GoogleLimits()
    ) {
        self.network = network.contains("/") ? network : "global/networks/\(network)"
        self.machines = machines
        self.limits = limits
    }

    /// A JSON array of `Firewall` resources, as the REST API takes them.
    ///
    /// - Throws: What Google Cloud can't express, or wouldn't take.
    package func emit(_ deployment: CloudDeployment) throws(InvalidInput) -> CloudDocument {
        let hosts = try hosts(of: deployment, for: "gcp")
        let rules = try rules(for: hosts, deployment)
        return CloudDocument(
            text: JSONValue.array(rules.map(\.json)).document,
            notes: notes(hosts, deployment)
        )
    }

    /// The hosts of `deployment`: only sources can be named by a tag or account, destinations are addresses.
    ///
    /// Each port is a rule as it was given, so that rules keep their names.
    func hosts(of deployment: CloudDeployment, for target: String) throws(InvalidInput) -> [CloudHost] {
        try deployment.hosts(for: target, nameDestinations: false, merges: false)
    }

    /// The rules for `hosts` of `deployment`, for each in the order of direction, port and peers, denials last.
    ///
    /// - Throws: What Google Cloud wouldn't take, and which machines aren't known.
    package func rules(
        for hosts: [CloudHost],
        _ deployment: CloudDeployment
    ) throws(InvalidInput) -> [GoogleFirewall] {
        try machines.check(deployment)
        let rules = hosts.flatMap { host in
            GoogleRuleWriter(
                name: host.name,
                network: network,
                targets: machines.machines(of: host.node, deployment),
                sources: { machines.machines(of: $0, in: host, deployment) }
            )
            .rules(for: host.policy)
        }
        var check = CloudCheck("gcp")
        rules.check(&check)
        check.enter("")
        check.require(rules.count, limits.rulesOfProject)
        try check.finish()
        return rules
    }

    /// What the reader has to know of the rules for `hosts` of `deployment`.
    func notes(_ hosts: [CloudHost], _ deployment: CloudDeployment) -> [String] {
        hosts.notes
            + hosts.map {
                "the rules \($0.name)-… are for machines with \(machines.machines(of: $0.node, deployment).label)"
            }
            + [
                "health checks of Google's load balancers come from 35.191.0.0/16 and 130.211.0.0/22, and SSH through IAP "
                    + "from 35.235.240.0/20: name them with --from where they are used"
            ]
    }
}

/// What a Google Cloud project takes, unless somebody had it raised.
package struct GoogleLimits: Hashable, Sendable {
    package var rules: Int

    /// What a new project begins with, or what it was `raised` to.
    package init(_ raised: RaisedQuotas = [:]) {
        rules = raised[.rules] ?? 100
    }

    /// What `emit` lets somebody say of them.
    package static let kinds: [CloudQuotaKind] = [.rules]

    fileprivate var rulesOfProject: CloudQuota {
        CloudQuota(
            "firewall rules, which count for the whole project",
            limit: rules,
            advice: "give fewer --expose, or say with --quota rules=N how many the project takes "
                + "(gcloud compute project-info describe shows FIREWALLS)"
        )
    }
}

extension GoogleMachines {
    fileprivate var label: String {
        switch self {
        case .tags(let tags): "the network tag \(tags.joined(separator: " or "))"
        case .serviceAccounts(let accounts): "the service account \(accounts.joined(separator: " or "))"
        }
    }
}
