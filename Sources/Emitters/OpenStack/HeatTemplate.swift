/// A Heat template with a security group and a resource for each of its rules.
///
/// Rules are resources of their own, since only these have a description in every release of Heat, and keep their names.
struct HeatTemplate {
    /// Newton's, the oldest that is still about.
    private static let version = "2016-10-14"

    let name: CloudName
    let title: String
    let rules: [NeutronRule]
    let fencesEgress: Bool

    var json: JSONValue {
        let resources = [(name: groupID, value: Optional(group))] + rules.map { ($0.key, resource($0)) }
        return .object([
            ("heat_template_version", .string(Self.version)),
            ("description", .string(title)),
            ("resources", .object(resources)),
            (
                "outputs",
                .object([
                    (
                        "security_group",
                        .object([("description", .string("The group's id.")), ("value", reference)])
                    )
                ])
            ),
        ])
    }

    /// Different names, so that `--egress` makes a new group of an old one: Heat would delete all rules that aren't the group's
    /// own when the group's own change.
    private var groupID: String { fencesEgress ? "fenced_group" : "group" }

    private var reference: JSONValue { .object([("get_resource", .string(groupID))]) }

    private var group: JSONValue {
        .object([
            ("type", .string("OS::Neutron::SecurityGroup")),
            (
                "properties",
                .object([
                    ("name", .string(name.description)),
                    ("description", .string(title)),
                    ("rules", fencesEgress ? .array([Self.onlyToItself]) : nil),
                ])
            ),
        ])
    }

    /// An egress rule of the group's own makes Heat delete those that allow everything; this one allows nothing that leaves.
    private static let onlyToItself: JSONValue = .object([
        ("direction", .string("egress")),
        ("ethertype", .string("IPv4")),
        ("remote_ip_prefix", .string("127.0.0.1/32")),
    ])

    private func resource(_ rule: NeutronRule) -> JSONValue {
        .object([
            ("type", .string("OS::Neutron::SecurityGroupRule")),
            ("properties", .object([("security_group", reference)] + rule.members)),
        ])
    }
}
