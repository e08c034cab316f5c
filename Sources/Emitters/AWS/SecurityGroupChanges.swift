package import Policy

/// What makes the groups of one document those of another.
package struct SecurityGroupChanges: Hashable, Sendable {
    /// Groups that only the new document has, in its order.
    package var created: [SecurityGroup]
    /// Groups of both documents whose rules differ, in the new one's order.
    package var changed: [SecurityGroupChange]
    /// The names of groups that only the old document has, in its order.
    package var deleted: [String]
    /// The new document's groups: what is there after the changes.
    package var result: [SecurityGroup]

    /// The changes from `old` to `new`.
    ///
    /// - Parameters:
    ///   - old: What is there.
    ///   - new: What shall be there.
    ///   - limits: How many rules AWS takes, old and new ones together while the change is made.
    /// - Throws: That a group's description differs, which AWS never changes, or that there is no way from `old` to `new` on which
    ///   nothing closes that stays allowed.
    package init(
        from old: SecurityGroupDocument,
        to new: SecurityGroupDocument,
        limits: SecurityGroupLimits = .standard
    ) throws(InvalidInput) {
        result = new.groups
        let known = Dictionary(old.groups.map { ($0.name, $0) }) { first, _ in first }
        let names = Set(new.groups.map(\.name))
        created = new.groups.filter { known[$0.name] == nil }
        deleted = old.groups.map(\.name).filter { !names.contains($0) }
        let pairs = new.groups.compactMap { group in known[group.name].map { ($0, group) } }
        let allowed = Dictionary(grouping: new.groups) { $0.first ?? $0.name }.mapValues(
            SecurityGroupRules.init(unionOf:)
        )
        let changes = pairs.map { old, new in
            SecurityGroupChange(from: old, to: new, allowed: allowed[new.first ?? new.name] ?? new.rules, limits.rules)
        }
        let findings =
            pairs.filter { $0.description != $1.description }.map { Finding.fixedDescription($1.name) }
            + changes.filter { !$0.fits }.map { Finding.noRoomForBoth($0.name, limits.rules) }
        guard findings.isEmpty else { throw InvalidInput(findings) }
        changed = changes.filter { !$0.isEmpty }
    }

    /// Whether the documents allow the same for the same reasons.
    package var isEmpty: Bool { created.isEmpty && changed.isEmpty && deleted.isEmpty }

    /// The changes as JSON: whole groups to create, permissions to authorize, to revoke and to describe anew, names to delete; and
    /// under `groups` what is there afterwards, the document that the next change is made from.
    package var text: String {
        JSONValue.object([
            ("create", .array(created.map(\.json))), ("change", .array(changed.map(\.json))),
            ("delete", .strings(deleted)), ("groups", .array(result.map(\.json))),
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
    /// Rules that are there and shall not be; taken away after all others were added.
    package var revoked = SecurityGroupRules()
    /// Those of them that go before others are added, since AWS has no room for both; nothing that they allow stays allowed.
    package var revokedFirst = SecurityGroupRules()
    /// Rules that are there with another description.
    package var described = SecurityGroupRules()
    /// Whether AWS has room for every step.
    var fits = true

    /// The change from `old` to `new`, which are rules of a group that takes `limit` of them.
    ///
    /// `allowed` is all that the machines' groups allow in the end.
    init(from old: SecurityGroup, to new: SecurityGroup, allowed: SecurityGroupRules, _ limit: Int) {
        name = new.name
        for direction in SecurityGroupDirection.allCases {
            let known = Dictionary(old.rules[direction].map { ($0.identity, $0) }) { first, _ in first }
            let wanted = Set(new.rules[direction].map(\.identity))
            let added = new.rules[direction].filter { known[$0.identity] == nil }
            let removed = old.rules[direction].filter { !wanted.contains($0.identity) }
            (authorized[direction], revoked[direction]) = (added, removed)
            described[direction] = new.rules[direction].filter { rule in
                known[rule.identity].map { $0.description != rule.description } == true
            }
            guard !added.isEmpty, (old.rules[direction] + added).weight.highest > limit else { continue }
            let first = removed.filter { rule in !allowed[direction].contains { $0.overlaps(rule) } }
            let early = Set(first)
            revokedFirst[direction] = first
            revoked[direction] = removed.filter { !early.contains($0) }
            fits = fits && (old.rules[direction].filter { !early.contains($0) } + added).weight.highest <= limit
        }
    }

    /// Whether nothing changes.
    var isEmpty: Bool { authorized.isEmpty && revoked.isEmpty && revokedFirst.isEmpty && described.isEmpty }

    fileprivate var json: JSONValue {
        .object([
            ("GroupName", .string(name)), ("RevokeFirst", revokedFirst.isEmpty ? nil : revokedFirst.json),
            ("Authorize", authorized.json), ("Revoke", revoked.json), ("Describe", described.json),
        ])
    }
}

extension SecurityGroupRule {
    /// Whether a connection may exist that both allow; a group may have any address.
    fileprivate func overlaps(_ other: SecurityGroupRule) -> Bool {
        guard ipProtocol == other.ipProtocol || ipProtocol == "-1" || other.ipProtocol == "-1" else { return false }
        return ports.overlaps(other.ports) && peer.overlaps(other.peer)
    }

    private var ports: ClosedRange<Int> { (fromPort ?? 0)...max(fromPort ?? 0, toPort ?? 65535) }
}

extension SecurityGroupPeer {
    fileprivate func overlaps(_ other: SecurityGroupPeer) -> Bool {
        switch (self, other) {
        case (.ipv4(let own), .ipv4(let others)), (.ipv6(let own), .ipv6(let others)):
            guard let own = try? CIDR(own), let others = try? CIDR(others) else { return true }
            return !AddressSet([own]).intersection(AddressSet([others])).isEmpty
        case (.ipv4, .ipv6), (.ipv6, .ipv4): return false
        default: return true
        }
    }
}

extension SecurityGroupRules {
    /// The rules of all of `groups`.
    fileprivate init(unionOf groups: [SecurityGroup]) {
        self.init(ingress: groups.flatMap(\.rules.ingress), egress: groups.flatMap(\.rules.egress))
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

    /// That old and new rules don't fit beside each other.
    fileprivate static func noRoomForBoth(_ group: String, _ limit: Int) -> Finding {
        Finding(
            .error,
            "cloud-quota",
            "aws: group \(group.quotedForMessage) has no room for old and new rules together (\(limit) a direction and family), and "
                + "without that something would close that stays allowed",
            hint:
                "give --split, which makes a further group, or make the change in two steps, first without what goes; "
                + "where AWS takes more, say so with --quota rules=N"
        )
    }
}
