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
                # What is allowed in addition comes first and what isn't any more goes last, so that nothing that stays allowed is
                # refused in between; the other way round where AWS has no room for both.
                """,
            exitCodes: "0 done; 1 a call failed: the groups are between the two policies; 64 wrong usage",
            functions: changes.functions
        )
        for name in script.names where !changes.created.contains(where: { $0.name == name }) { script.require(name) }
        for group in changes.created { script.add(script.creation(of: group)) }
        for group in changes.created { script.fillNew(group) }
        if !changes.created.isEmpty { script.add("made=") }
        for change in changes.changed { script.apply(change) }
        if !changes.deleted.isEmpty {
            let ids = changes.deleted.map { "\"$id_\(script.number(of: $0))\"" }
            script.add("delete \(ids.joined(separator: " "))")
        }
        return script.text
    }

    private mutating func require(_ name: String) {
        let number = number(of: name)
        add(
            """
            id_\(number)=$(group_id '\(name)')
            [ -n "$id_\(number)" ] || { echo "$vpc has no group \(name)" >&2; exit 1; }
            """
        )
    }

    private mutating func fillNew(_ group: SecurityGroup) {
        let number = number(of: group.name)
        let calls = ["close \"$id_\(number)\""] + calls("authorize", group.rules, group: number)
        add(calls.joined(separator: "\n"))
    }

    private mutating func apply(_ change: SecurityGroupChange) {
        let number = number(of: change.name)
        let added = calls("authorize", change.authorized, group: number)
        let removed = calls("revoke", change.revoked, group: number)
        let calls = change.revokesFirst ? removed + added : added + removed
        add((calls + self.calls("describe", change.described, group: number)).joined(separator: "\n"))
    }
}

extension SecurityGroupChanges {
    /// What the script calls, and nothing else.
    fileprivate var functions: [AWSScript.Function] {
        let making: [AWSScript.Function] = created.isEmpty ? [] : [.create, .close]
        let authorizing: [AWSScript.Function] =
            created.isEmpty && changed.allSatisfy(\.authorized.isEmpty) ? [] : [.authorize]
        let revoking: [AWSScript.Function] = changed.allSatisfy(\.revoked.isEmpty) ? [] : [.revoke]
        let describing: [AWSScript.Function] = changed.allSatisfy(\.described.isEmpty) ? [] : [.describe]
        let deleting: [AWSScript.Function] = created.isEmpty && deleted.isEmpty ? [] : [.delete]
        let undoing: [AWSScript.Function] = created.isEmpty ? [] : [.undo]
        return [.groupID] + making + authorizing + revoking + describing + deleting + undoing
    }
}
