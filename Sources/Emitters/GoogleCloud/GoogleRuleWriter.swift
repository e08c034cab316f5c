import Policy

/// Writes the rules for one host's machines.
struct GoogleRuleWriter {
    private static let allowPriority = 1000
    /// That of the rules that come with a default network.
    private static let denyPriority = 65534

    /// What the rules' names begin with.
    let name: String
    let network: String
    let targets: GoogleMachines
    /// The machines that groups stand for.
    let sources: ([CloudGroup]) -> GoogleMachines

    /// The rules in the order of direction, port and peers, denials last.
    func rules(for policy: CloudPolicy) -> [GoogleFirewall] {
        let ingress = policy.ingress.flatMap { allowing($0, .ingress) } + denials(.ingress)
        let egress = policy.egress.map { $0.flatMap { allowing($0, .egress) } + denials(.egress) } ?? []
        return ingress + egress
    }

    private func allowing(_ rule: CloudRule, _ direction: GoogleFirewall.Direction) -> [GoogleFirewall] {
        peers(of: rule).flatMap { kind, parts in
            parts.enumerated().map { index, peers in
                let label = "\(direction.label)-\(rule.target.transport.rawValue)-\(rule.target.ports)-\(kind)"
                var firewall = firewall(
                    index == 0 ? label : "\(label)-\(index + 1)",
                    CloudDescription.text(for: rule.reasons, longest: GoogleCloudEmitter.longestDescription),
                    direction,
                    peers
                )
                (firewall.priority, firewall.access) = (Self.allowPriority, .allowed)
                (firewall.ipProtocol, firewall.ports) = (rule.target.transport.rawValue, ["\(rule.target.ports)"])
                return firewall
            }
        }
    }

    /// The other sides of the rules that `rule` takes, each kind in parts that a rule has room for.
    private func peers(of rule: CloudRule) -> [(kind: String, parts: [GooglePeers])] {
        let families = [("v4", rule.addresses.v4Blocks), ("v6", rule.addresses.v6Blocks)].map { kind, blocks in
            let ranges = blocks.map(\.descriptionWithLength).chunks(of: GoogleCloudEmitter.mostRanges)
            return (kind, ranges.map(GooglePeers.ranges))
        }
        guard !rule.peers.groups.isEmpty else { return families }
        return families + [("nodes", sources(rule.peers.groups).parts.map(GooglePeers.machines))]
    }

    private func denials(_ direction: GoogleFirewall.Direction) -> [GoogleFirewall] {
        [("v4", "0.0.0.0/0"), ("v6", "::/0")].map { family, everything in
            firewall("\(direction.label)-deny-\(family)", "everything else", direction, .ranges([everything]))
        }
    }

    /// A rule that denies everything from or to `peers`.
    private func firewall(
        _ label: String,
        _ description: String,
        _ direction: GoogleFirewall.Direction,
        _ peers: GooglePeers
    ) -> GoogleFirewall {
        GoogleFirewall(
            name: "\(name)-\(label)",
            description: description,
            network: network,
            priority: Self.denyPriority,
            direction: direction,
            access: .denied,
            ipProtocol: "all",
            ports: [],
            peers: peers,
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

extension GoogleMachines {
    /// The same machines in parts that a rule has room for as sources.
    fileprivate var parts: [GoogleMachines] {
        let parts = names.chunks(of: mostSources)
        switch self {
        case .tags: return parts.map(GoogleMachines.tags)
        case .serviceAccounts: return parts.map(GoogleMachines.serviceAccounts)
        }
    }
}
