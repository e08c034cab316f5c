extension AWSScript {
    /// A script that makes the groups of `document` where they aren't there, and compares those that are.
    package static func text(making document: SecurityGroupDocument, toolVersion: String) -> String {
        var script = AWSScript(names: document.groups.map(\.name), toolVersion: toolVersion)
        script.begin(
            purpose: """
                makes \(document.groups.count) security groups in a VPC.
                #
                # A group that is there with exactly these rules is left alone. One with other rules is left alone, too, and
                # reported: carbonwall emit aws --diff OLD --format script writes the calls that change it.
                """,
            exitCodes:
                "0 every group is there; 1 a call failed, nothing is left behind; 2 a group has other rules; 64 wrong usage",
            functions: [.groupID, .create, .close, .authorize, .rules, .compare, .delete, .undo]
        )
        for group in document.groups { script.find(group) }
        for group in document.groups { script.fill(group) }
        script.add("made=\nstatus=0")
        for group in document.groups { script.compare(group) }
        script.end(#"[ "$status" = 0 ] || exit "$status""#)
        return script.text
    }

    /// Sets `id_N`, of a new group where there is none.
    private mutating func find(_ group: SecurityGroup) {
        let number = number(of: group.name)
        add(
            """
            found_\(number)=$(group_id '\(group.name)')
            id_\(number)=$found_\(number)
            if [ -z "$found_\(number)" ]; then
                \(creation(of: group))
            fi
            """
        )
    }

    /// Sets `id_N` to a new group's.
    func creation(of group: SecurityGroup) -> String {
        let number = number(of: group.name)
        return """
            id_\(number)=$(create '\(group.name)' '\(group.description)')
                made="$made $id_\(number)"
            """
    }

    /// Gives the group its rules where it is new.
    private mutating func fill(_ group: SecurityGroup) {
        let number = number(of: group.name)
        let calls = (["close \"$id_\(number)\""] + calls("authorize", group.rules, group: number))
        add(
            """
            if [ -z "$found_\(number)" ]; then
            \(calls.joined(separator: "\n"))
            echo "$id_\(number) \(group.name): made"
            fi
            """
        )
    }

    /// Compares the group with what it shall be, where it was there before.
    private mutating func compare(_ group: SecurityGroup) {
        let number = number(of: group.name)
        let call = Self.hereDocument("compare \"$id_\(number)\" '\(group.name)'", listing(group.rules))
        add("if [ -n \"$found_\(number)\" ]; then\n\(call)\nfi")
    }
}
