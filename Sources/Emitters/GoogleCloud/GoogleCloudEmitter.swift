package import Policy

/// Writes a host policy as the firewall rules of a Google Cloud network.
///
/// Rules are IPv4 or IPv6, never both, and end in an explicit denial: a network may have rules that allow, such as
/// `default-allow-internal`, and the implied denial comes after them. Of two rules of one priority the one that denies wins.
package struct GoogleCloudEmitter {
    /// Ranges that a rule takes.
    static let mostRanges = 256
    static let longestDescription = 255

    private static let allowPriority = 1000
    /// That of the rules that come with a default network.
    private static let denyPriority = 65534

    private let name: CloudName
    private let network: String
    private let targets: GoogleTargets

    /// - Parameters:
    ///   - name: What the rules' names begin with.
    ///   - network: The network's name, or `projects/PROJECT/global/networks/NAME`.
    ///   - targets: The machines that the rules are for; those with the network tag `name` where nil.
    package init(name: CloudName, network: String = "default", targets: GoogleTargets? = nil) {
        self.name = name
        self.network = network.contains("/") ? network : "global/networks/\(network)"
        self.targets = targets ?? .tags([name.description])
    }

    /// A JSON array of `Firewall` resources, as the REST API takes them.
    ///
    /// - Throws: What Google Cloud can't express, or wouldn't take.
    package func emit(_ policy: HostPolicy) throws(InvalidInput) -> CloudDocument {
        let cloud = try CloudPolicy(policy, for: "gcp")
        let rules = try rules(for: cloud)
        return CloudDocument(text: JSONValue.array(rules.map(\.json)).document, notes: cloud.notes + notes)
    }

    /// The rules for `cloud`, in the order of direction, port and family, denials last.
    ///
    /// - Throws: What Google Cloud wouldn't take.
    package func rules(for cloud: CloudPolicy) throws(InvalidInput) -> [GoogleFirewall] {
        let ingress = cloud.ingress.flatMap { allowing($0, .ingress) } + denials(.ingress)
        let egress = cloud.egress.map { $0.flatMap { allowing($0, .egress) } + denials(.egress) } ?? []
        var check = CloudCheck("gcp")
        (ingress + egress).check(&check)
        try check.finish()
        return ingress + egress
    }

    var notes: [String] {
        [
            "the rules are for machines with \(targets.label)",
            "health checks of Google's load balancers come from 35.191.0.0/16 and 130.211.0.0/22, and SSH through IAP from "
                + "35.235.240.0/20: name them with --from where they are used",
        ]
    }

    private func allowing(_ rule: CloudRule, _ direction: GoogleFirewall.Direction) -> [GoogleFirewall] {
        let families = [("v4", rule.addresses.v4Blocks), ("v6", rule.addresses.v6Blocks)]
        return families.flatMap { family, blocks in
            blocks.map(\.descriptionWithLength).chunks(of: Self.mostRanges).enumerated().map {
                index,
                ranges in
                let label = "\(direction.label)-\(rule.target.transport.rawValue)-\(rule.target.ports)-\(family)"
                return firewall(
                    index == 0 ? label : "\(label)-\(index + 1)",
                    CloudDescription.text(for: rule.reasons, longest: Self.longestDescription),
                    direction,
                    ranges,
                    allowing: rule.target
                )
            }
        }
    }

    private func denials(_ direction: GoogleFirewall.Direction) -> [GoogleFirewall] {
        [("v4", "0.0.0.0/0"), ("v6", "::/0")].map { family, everything in
            firewall("\(direction.label)-deny-\(family)", "everything else", direction, [everything])
        }
    }

    private func firewall(
        _ label: String,
        _ description: String,
        _ direction: GoogleFirewall.Direction,
        _ ranges: [String],
        allowing target: TransportPorts? = nil
    ) -> GoogleFirewall {
        GoogleFirewall(
            name: "\(name)-\(label)",
            description: description,
            network: network,
            priority: target == nil ? Self.denyPriority : Self.allowPriority,
            direction: direction,
            access: target == nil ? .denied : .allowed,
            ipProtocol: target?.transport.rawValue ?? "all",
            ports: target.map { ["\($0.ports)"] } ?? [],
            ranges: ranges,
            targets: targets
        )
    }
}

extension GoogleFirewall.Direction {
    fileprivate var label: String {
        switch self {
        case .ingress: "in"
        case .egress: "out"
        }
    }
}

extension GoogleTargets {
    fileprivate var label: String {
        switch self {
        case .tags(let tags): "the network tag \(tags.joined(separator: " or "))"
        case .serviceAccounts(let accounts): "the service account \(accounts.joined(separator: " or "))"
        }
    }
}
