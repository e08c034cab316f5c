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
    /// Where from at ingress, where to at egress: blocks of one family.
    package var ranges: [String]
    /// The machines that the rule is for.
    package var targets: GoogleTargets

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
            (direction == .ingress ? "sourceRanges" : "destinationRanges", .strings(ranges)),
            (access.rawValue, .array([layer4])),
            (targets.member, .strings(targets.names)),
        ])
    }
}

/// The machines that firewall rules are for; a rule can't name both kinds.
package enum GoogleTargets: Hashable, Sendable {
    case tags([String])
    case serviceAccounts([String])

    /// What the API calls them.
    package var member: String {
        switch self {
        case .tags: "targetTags"
        case .serviceAccounts: "targetServiceAccounts"
        }
    }

    /// The tags, or the accounts' addresses.
    package var names: [String] {
        switch self {
        case .tags(let names), .serviceAccounts(let names): names
        }
    }
}
