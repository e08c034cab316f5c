extension AWSScript {
    /// A script that makes the groups of an older document those of `document`, by `changes`.
    package static func text(
        of changes: SecurityGroupChanges,
        to document: SecurityGroupDocument,
        toolVersion: String
    ) -> String {
        var script = AWSScript(names: document.groups.map(\.name) + changes.deleted, toolVersion: toolVersion)
        script.begin(
            purpose: """
                changes security groups of a VPC from one policy to the next.
                #
                # What is allowed in addition is added in all groups before anything is taken away in any, so that nothing that stays
                # allowed is refused in between. Where a run was interrupted, the next one goes on: what is done already is no error.
                """,
            exitCodes: """
                0 done; 1 a call failed: run it again; 2 a group has to be attached to machines, or detached, as it
                # says, before it is run again; 64 wrong usage
                """,
            functions: changes.functions
        )
        for name in script.names { script.find(name, changes) }
        for group in changes.created { script.create(group) }
        for change in changes.changed { script.permit("revoke", change.revokedFirst, change.name) }
        for group in changes.created { script.permit("authorize", group.rules, group.name) }
        for change in changes.changed { script.permit("authorize", change.authorized, change.name) }
        script.attach(changes.created)
        for change in changes.changed { script.permit("revoke", change.revoked, change.name) }
        for change in changes.changed { script.permit("describe", change.described, change.name) }
        script.delete(changes.deleted)
        return script.text
    }

    /// Sets `id_N`; it stays empty for a group that has to be made, or may be gone already.
    private mutating func find(_ name: String, _ changes: SecurityGroupChanges) {
        let number = number(of: name)
        let isOptional = changes.deleted.contains(name) || changes.created.contains { $0.name == name }
        let required = "\n[ -n \"$id_\(number)\" ] || { echo \"$vpc has no group \(name)\" >&2; exit 1; }"
        add("id_\(number)=$(group_id '\(name)')" + (isOptional ? "" : required))
    }

    /// Makes the group if an earlier run didn't, and takes away what AWS has put there.
    private mutating func create(_ group: SecurityGroup) {
        let number = number(of: group.name)
        let lines = SecurityGroupRule.everythingOut.filter { rule in
            !group.rules.egress.contains { $0.identity == rule.identity }
        }
        add("[ -n \"$id_\(number)\" ] || id_\(number)=$(create '\(group.name)' '\(group.description)')")
        permit("revoke", SecurityGroupRules(egress: lines.map(\.identity)), group.name)
    }

    private mutating func permit(_ verb: String, _ rules: SecurityGroupRules, _ name: String) {
        for direction in SecurityGroupDirection.allCases where !rules[direction].isEmpty {
            let call = Self.call(verb, direction)
            add(Self.hereDocument("permit \(call) \"$id_\(number(of: name))\"", lines(rules[direction])))
        }
    }

    /// What awscli calls it: `authorize-security-group-ingress`.
    private static func call(_ verb: String, _ direction: SecurityGroupDirection) -> String {
        verb == "describe"
            ? "update-security-group-rule-descriptions-\(direction.rawValue)"
            : "\(verb)-security-group-\(direction.rawValue)"
    }

    /// Stops before anything is taken away if machines lack a further group of their own.
    private mutating func attach(_ created: [SecurityGroup]) {
        let further = created.compactMap { group in group.first.map { (group.name, $0) } }
            .filter { names.contains($0.1) && !created.map(\.name).contains($0.1) }
        guard !further.isEmpty else { return }
        let calls = further.map { name, first in
            "attached \"$id_\(number(of: first))\" \"$id_\(number(of: name))\" '\(name)'"
        }
        add(
            (["status=0"] + calls + ["[ \"$status\" = 0 ] || exit 2"]).joined(separator: "\n")
        )
    }

    private mutating func delete(_ names: [String]) {
        guard !names.isEmpty else { return }
        let checks = names.map { "detached \"$id_\(number(of: $0))\" '\($0)'" }
        let ids = names.map { "$id_\(number(of: $0))" }.joined(separator: " ")
        add(
            (["status=0"] + checks
                + [
                    "[ \"$status\" = 0 ] || exit 2",
                    "# shellcheck disable=SC2086 # one word an identifier, none for a group that is gone",
                    "delete \(ids)",
                ]).joined(separator: "\n")
        )
    }
}

extension SecurityGroupChanges {
    /// What the script calls, and nothing else.
    fileprivate var functions: [AWSScript.Function] {
        let making: [AWSScript.Function] = created.isEmpty ? [] : [.create]
        let permitting: [AWSScript.Function] = created.isEmpty && changed.isEmpty ? [] : [.permit]
        let known = Set(created.map(\.name))
        let isAttaching = created.contains { $0.first.map { !known.contains($0) } == true }
        let attaching: [AWSScript.Function] = isAttaching ? [.attached] : []
        let deleting: [AWSScript.Function] = deleted.isEmpty ? [] : [.detached, .delete]
        return [.groupID] + making + permitting + attaching + deleting
    }
}
