/// A security group of OpenStack, as it is written.
package struct NeutronGroup: Hashable, Sendable {
    package var name: String
    /// What it is for.
    package var description: String
    /// By direction, port, family and other side.
    package var rules: [NeutronRule]
    /// Whether the rules that a new group begins with, which let everything out, have to go.
    package var fencesEgress: Bool

    /// The bodies for Neutron's API: the group, and the rules that are made in it once it has an id.
    package var json: JSONValue {
        .object([
            ("security_group", .object([("name", .string(name)), ("description", .string(description))])),
            ("security_group_rules", .array(rules.map { .object($0.members($0.peer.member)) })),
        ])
    }
}

/// What an OpenStack project takes, unless somebody had it raised.
package struct NeutronLimits: Hashable, Sendable {
    package var rules: Int
    package var groups: Int

    /// OpenStack's own quotas, or what they were `raised` to.
    package init(_ raised: RaisedQuotas = [:]) {
        rules = raised[.rules] ?? 100
        groups = raised[.groups] ?? 10
    }

    /// What `emit` lets somebody say of them.
    package static let kinds: [CloudQuotaKind] = [.rules, .groups]

    /// The rules of a project's own group `default`.
    private static let rulesOfDefaultGroup = 4
    /// The rules that let everything out of a new group; where they have to go, that is after they were counted.
    private static let rulesOfNewGroup = 2

    /// How many rules a project has that had only its group `default` before it got `groups`.
    static func rules(of groups: [NeutronGroup]) -> Int {
        rulesOfDefaultGroup + groups.reduce(0) { $0 + rulesOfNewGroup + $1.rules.count }
    }
}

extension NeutronLimits {
    var rulesOfProject: CloudQuota {
        CloudQuota(
            "rules in the project, with the four of its group 'default' and the two that a new group begins with",
            limit: rules,
            advice:
                "give fewer networks with --from, or have the quota raised (openstack quota set --secgroup-rules N PROJECT) "
                + "and say so with --quota rules=N"
        )
    }

    var groupsOfProject: CloudQuota {
        CloudQuota(
            "groups in the project, with its group 'default'",
            limit: groups,
            advice: "have the quota raised (openstack quota set --secgroups N PROJECT) and say so with --quota groups=N"
        )
    }
}
