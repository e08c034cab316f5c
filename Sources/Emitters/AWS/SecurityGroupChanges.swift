package import Policy

/// What makes the groups of one document those of another.
package struct SecurityGroupChanges: Hashable, Sendable {
    /// Groups that only the new document has, in its order.
    package var created: [SecurityGroup]
    /// Groups of both documents whose rules differ, in the new one's order.
    package var changed: [SecurityGroupChange]
    /// The names of groups that only the old document has, in its order.
    package var deleted: [String]

    /// The changes from `old` to `new`.
    ///
    /// - Throws: That a group's description differs, which AWS never changes.
    package init(from old: SecurityGroupDocument, to new: SecurityGroupDocument) throws(InvalidInput) {
        created = new.groups.filter { group in !old.groups.contains { $0.name == group.name } }
        deleted = old.groups.map(\.name).filter { name in !new.groups.contains { $0.name == name } }
        let pairs = new.groups.compactMap { group in old.groups.first { $0.name == group.name }.map { ($0, group) } }
        let findings = pairs.filter { $0.description != $1.description }.map { Finding.fixedDescription($1.name) }
        guard findings.isEmpty else { throw InvalidInput(findings) }
        changed = pairs.map { SecurityGroupChange(from: $0, to: $1) }.filter { !$0.isEmpty }
    }

    /// Whether the documents allow the same for the same reasons.
    package var isEmpty: Bool { created.isEmpty && changed.isEmpty && deleted.isEmpty }

    /// The changes as JSON: whole groups to create, permissions to authorize, to revoke and to describe anew, names to delete.
    package var text: String {
        JSONValue.object([
            ("create", .array(created.map(\.json))), ("change", .array(changed.map(\.json))),
            ("delete", .strings(deleted)),
        ])
        .compactDocument
    }
}

/// What makes the rules of a group those of another of its name.
package struct SecurityGroupChange: Hashable, Sendable {
    /// The group's name.
    package var name: String
    /// Rules that aren't there yet.
    package var authorized = SecurityGroupRules()
    /// Rules that are there and shall not be.
    package var revoked = SecurityGroupRules()
    /// Rules that are there with another description.
    package var described = SecurityGroupRules()
    /// Whether old and new rules together are too many, so that the old ones have to go first.
    package var revokesFirst = false

    init(from old: SecurityGroup, to new: SecurityGroup) {
        name = new.name
        for direction in SecurityGroupDirection.allCases {
            let known = Dictionary(old.rules[direction].map { ($0.identity, $0) }) { first, _ in first }
            let wanted = Set(new.rules[direction].map(\.identity))
            authorized[direction] = new.rules[direction].filter { known[$0.identity] == nil }
            revoked[direction] = old.rules[direction].filter { !wanted.contains($0.identity) }
            described[direction] = new.rules[direction].filter { rule in
                known[rule.identity].map { $0.description != rule.description } == true
            }
            let together = (old.rules[direction] + authorized[direction]).weight.highest
            revokesFirst = revokesFirst || together > SecurityGroupLimits.standard.rules
        }
    }

    var isEmpty: Bool { authorized.isEmpty && revoked.isEmpty && described.isEmpty }

    fileprivate var json: JSONValue {
        .object([
            ("GroupName", .string(name)), ("Authorize", authorized.json), ("Revoke", revoked.json),
            ("Describe", described.json),
        ])
    }
}

extension SecurityGroupRules {
    fileprivate var json: JSONValue {
        .object([("IpPermissions", ingress.permissions), ("IpPermissionsEgress", egress.permissions)])
    }
}

extension Finding {
    fileprivate static func fixedDescription(_ group: String) -> Finding {
        Finding(
            .error,
            "description-changed",
            "aws: the description of group \(group.quotedForMessage) differs, and AWS never changes one",
            hint: "make a group of another name with --name"
        )
    }
}
