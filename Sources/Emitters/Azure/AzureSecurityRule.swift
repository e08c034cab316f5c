/// A rule of an Azure network security group, with the values as the API takes them.
package struct AzureSecurityRule: Hashable, Sendable {
    /// Which way the connections go.
    package enum Direction: String, Hashable, Sendable {
        case inbound = "Inbound"
        case outbound = "Outbound"
    }

    /// What the rule does.
    package enum Access: String, Hashable, Sendable {
        case allow = "Allow"
        case deny = "Deny"
    }

    /// Unique in the group.
    package var name: String
    /// Why, for people.
    package var description: String
    /// 100…4096, unique in a direction; the lowest one that matches decides.
    package var priority: Int
    package var direction: Direction
    package var access: Access
    /// `Tcp`, `Udp`, or `*` for all.
    package var networkProtocol: String
    /// `9443`, `4000-4009`, or `*` alone.
    package var ports: [String]
    /// Where from at inbound, where to at outbound: blocks of one family, or `*` or a service tag alone.
    package var prefixes: [String]

    /// The rule as a template has it.
    package var json: JSONValue {
        .object([
            ("name", .string(name)),
            (
                "properties",
                .object([
                    ("description", .string(description)),
                    ("priority", .integer(priority)),
                    ("direction", .string(direction.rawValue)),
                    ("access", .string(access.rawValue)),
                    ("protocol", .string(networkProtocol)),
                    ("sourcePortRange", .string("*")),
                    ("destinationPortRange", ports.single), ("destinationPortRanges", ports.several),
                    ("sourceAddressPrefix", sourcePrefixes.single), ("sourceAddressPrefixes", sourcePrefixes.several),
                    ("destinationAddressPrefix", destinationPrefixes.single),
                    ("destinationAddressPrefixes", destinationPrefixes.several),
                ])
            ),
        ])
    }

    /// `prefixes` at inbound, the group's own machines at outbound.
    package var sourcePrefixes: [String] { direction == .inbound ? prefixes : ["*"] }

    /// `prefixes` at outbound, the group's own machines at inbound.
    package var destinationPrefixes: [String] { direction == .outbound ? prefixes : ["*"] }
}

extension [String] {
    /// The one value, for the member that also takes `*` and service tags; nil where there are more.
    var single: JSONValue? { count == 1 ? .string(self[0]) : nil }

    /// The values, for the member that takes several; nil where there is one.
    var several: JSONValue? { count == 1 ? nil : .strings(self) }
}
