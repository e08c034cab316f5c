/// A firewall rule of a Google Cloud network, with the values as the API takes them.
///
/// [The REST resource](https://cloud.google.com/compute/docs/reference/rest/v1/firewalls) is called `Firewall`.
package struct GoogleFirewall: Hashable, Sendable {
    /// Which way the connections go.
    package enum Direction: String, Hashable, Sendable {
        case ingress = "INGRESS"
        case egress = "EGRESS"
    }

    /// What the rule does; both lists never stand in one rule.
    package enum Access: String, Hashable, Sendable {
        case allowed
        case denied
    }

    /// Unique in the project.
    package var name: String
    /// Why, for people.
    package var description: String
    /// The network's partial URL: `global/networks/default`.
    package var network: String
    /// 0…65535; the lower number decides, and of two equal ones the one that denies.
    package var priority: Int
    package var direction: Direction
    package var access: Access
    /// `tcp`, `udp` or `all`.
    package var ipProtocol: String
    /// `9443` or `4000-4009`; none for all of them.
    package var ports: [String]
    /// Where from at ingress, where to at egress.
    package var peers: GooglePeers
    /// The machines that the rule is for.
    package var targets: GoogleMachines

    /// The resource as the API takes it.
    package var json: JSONValue {
        let layer4: JSONValue = .object([
            ("IPProtocol", .string(ipProtocol)),
            ("ports", ports.isEmpty ? nil : .strings(ports)),
        ])
        return .object([
            ("name", .string(name)),
            ("description", .string(description)),
            ("network", .string(network)),
            ("direction", .string(direction.rawValue)),
            ("priority", .integer(priority)),
            (peers.member(direction), .strings(peers.names)),
            (access.rawValue, .array([layer4])),
            (targets.targetMember, .strings(targets.names)),
        ])
    }
}

/// The other side of a rule.
///
/// Google Cloud would take ranges beside machines and mean either; a rule here has one of them.
package enum GooglePeers: Hashable, Sendable {
    /// Blocks of one family.
    case ranges([String])
    /// The internal addresses of machines in the same network, of both families; at ingress alone.
    case machines(GoogleMachines)

    /// The blocks, tags or accounts.
    package var names: [String] {
        switch self {
        case .ranges(let ranges): ranges
        case .machines(let machines): machines.names
        }
    }

    fileprivate func member(_ direction: GoogleFirewall.Direction) -> String {
        switch (self, direction) {
        case (.ranges, .ingress): "sourceRanges"
        case (.ranges, .egress): "destinationRanges"
        case (.machines(let machines), _): machines.sourceMember
        }
    }
}

/// The machines that firewall rules are for, or from; a rule can't name both kinds.
package enum GoogleMachines: Hashable, Sendable {
    case tags([String])
    case serviceAccounts([String])

    /// What the API calls them where rules are for them.
    package var targetMember: String {
        switch self {
        case .tags: "targetTags"
        case .serviceAccounts: "targetServiceAccounts"
        }
    }

    /// What the API calls them where connections come from them.
    package var sourceMember: String {
        switch self {
        case .tags: "sourceTags"
        case .serviceAccounts: "sourceServiceAccounts"
        }
    }

    /// The tags, or the accounts' addresses.
    package var names: [String] {
        switch self {
        case .tags(let names), .serviceAccounts(let names): names
        }
    }
}
