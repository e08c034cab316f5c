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
    /// Where from at inbound, where to at outbound.
    package var peers: AzureEndpoint
    /// The machines that it is for: all that its group is attached to, or some of them.
    package var machines = AzureEndpoint.everything

    /// The rule as a template has it.
    package var json: JSONValue {
        .object([
            ("name", .string(name)),
            (
                "properties",
                .object(
                    [
                        ("description", .string(description)),
                        ("priority", .integer(priority)),
                        ("direction", .string(direction.rawValue)),
                        ("access", .string(access.rawValue)),
                        ("protocol", .string(networkProtocol)),
                        ("sourcePortRange", .string("*")),
                        ("destinationPortRange", ports.single), ("destinationPortRanges", ports.several),
                    ] + source.members("source") + destination.members("destination")
                )
            ),
        ])
    }

    /// `peers` at inbound, the group's own machines at outbound.
    package var source: AzureEndpoint { direction == .inbound ? peers : machines }

    /// `peers` at outbound, the group's own machines at inbound.
    package var destination: AzureEndpoint { direction == .outbound ? peers : machines }
}
