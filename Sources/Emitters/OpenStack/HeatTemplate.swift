/// A Heat template with security groups and a resource for each of their rules.
///
/// Rules are resources of their own, since only these have a description in every release of Heat and keep their names, and groups
/// that name each other don't form a circle.
struct HeatTemplate {
    /// Newton's, the oldest that is still about.
    private static let version = "2016-10-14"

    let title: String
    let groups: [NeutronGroup]
    /// Whether resources and outputs are called after the groups, of which there may be several.
    let isDeployment: Bool

    /// How many resources it has.
    var resourceCount: Int { groups.reduce(0) { $0 + 1 + $1.rules.count } }

    var json: JSONValue {
        .object([
            ("heat_template_version", .string(Self.version)),
            ("description", .string(title)),
            (
                "resources",
                .object(
                    groups.map { (groupID($0), group($0)) }
                        + groups.flatMap { group in group.rules.map { (ruleID($0, group), resource($0, group)) } }
                )
            ),
            ("outputs", .object(groups.map { (isDeployment ? $0.name : "security_group", output($0)) })),
        ])
    }

    /// Different names, so that `--egress` makes a new group of an old one: Heat would delete all rules that aren't the group's
    /// own when the group's own change.
    private func groupID(_ group: NeutronGroup) -> String {
        (group.fencesEgress ? "fenced_group" : "group") + (isDeployment ? "_\(group.name)" : "")
    }

    private func ruleID(_ rule: NeutronRule, _ group: NeutronGroup) -> String {
        isDeployment ? "\(group.name)_\(rule.key)" : rule.key
    }

    private func reference(to group: NeutronGroup) -> JSONValue {
        .object([("get_resource", .string(groupID(group)))])
    }

    private func output(_ group: NeutronGroup) -> JSONValue {
        .object([("description", .string("The group's id.")), ("value", reference(to: group))])
    }

    private func group(_ group: NeutronGroup) -> JSONValue {
        .object([
            ("type", .string("OS::Neutron::SecurityGroup")),
            (
                "properties",
                .object([
                    ("name", .string(group.name)),
                    ("description", .string(group.description)),
                    ("rules", group.fencesEgress ? .array([Self.onlyToItself]) : nil),
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

    private func resource(_ rule: NeutronRule, _ group: NeutronGroup) -> JSONValue {
        .object([
            ("type", .string("OS::Neutron::SecurityGroupRule")),
            ("properties", .object([("security_group", reference(to: group))] + rule.members(peer(rule.peer)))),
        ])
    }

    private func peer(_ peer: NeutronPeer) -> (name: String, value: JSONValue?) {
        guard case .group(let name) = peer, let group = groups.first(where: { $0.name == name }) else {
            return peer.member
        }
        return ("remote_group", reference(to: group))
    }
}
