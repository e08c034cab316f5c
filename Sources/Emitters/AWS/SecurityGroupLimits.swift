package import Policy

/// What AWS takes (Amazon VPC quotas, security group rules; API reference of CreateSecurityGroup and IpPermission).
package struct SecurityGroupLimits: Hashable, Sendable {
    /// Rules of one direction that count for one family; a reference to a group counts for both.
    package var rules: Int
    /// Groups on a network interface.
    package var groups: Int

    /// At most `rules` in a group, and `groups` on an interface.
    package init(rules: Int, groups: Int) {
        self.rules = rules
        self.groups = groups
    }

    /// AWS's own, which support raises as long as their product stays within 1,000.
    package static let standard = SecurityGroupLimits(rules: 60, groups: 5)

    /// Rules that AWS takes on a network interface, whatever it raised: its rules in a group times its groups on an interface.
    private static let mostOfAnInterface = 1000

    /// What `emit` lets somebody say of them.
    package static let kinds: [CloudQuotaKind] = [.rules, .groups]

    /// AWS's own, or what they were `raised` to.
    ///
    /// - Throws: That AWS never takes as many on one interface.
    package init(_ raised: RaisedQuotas) throws(InvalidInput) {
        rules = raised[.rules] ?? Self.standard.rules
        groups = raised[.groups] ?? Self.standard.groups
        let quota = CloudQuota(
            "rules on a network interface (\(groups) groups of \(rules))",
            limit: Self.mostOfAnInterface,
            advice:
                "AWS raises one of the two only as far as it lowers the other: "
                + "say both with --quota rules=N --quota groups=N"
        )
        if var finding = quota.finding(rules * groups, "aws") {
            finding.slug = "cloud-argument"
            throw InvalidInput([finding])
        }
    }

    /// Characters of a group's name, and of a group's or rule's description.
    static let descriptionLength = 255
}

extension SecurityGroupRule {
    /// How much it counts for IPv4 and for IPv6.
    var weight: SecurityGroupWeight {
        switch peer {
        case .ipv4: SecurityGroupWeight(ipv4: 1, ipv6: 0)
        case .ipv6: SecurityGroupWeight(ipv4: 0, ipv6: 1)
        case .groupName, .groupID: SecurityGroupWeight(ipv4: 1, ipv6: 1)
        }
    }
}

/// What rules of one direction count for.
struct SecurityGroupWeight: Hashable {
    var ipv4 = 0
    var ipv6 = 0

    /// The greater of the two: both have the same limit.
    var highest: Int { max(ipv4, ipv6) }

    static func + (left: SecurityGroupWeight, right: SecurityGroupWeight) -> SecurityGroupWeight {
        SecurityGroupWeight(ipv4: left.ipv4 + right.ipv4, ipv6: left.ipv6 + right.ipv6)
    }
}

extension [SecurityGroupRule] {
    /// What they count for together.
    var weight: SecurityGroupWeight {
        reduce(SecurityGroupWeight()) { $0 + $1.weight }
    }

    /// The rules in as many parts as `limit` asks for, each in its order; at least one part.
    ///
    /// A rule that `old` has in a part stays there. A new one goes to the first part with room beside what is there now, so that it
    /// can be added before anything is taken away; into a part whose old rules have to go first only if nothing else is left.
    /// References count for both families: they are placed first, so that no room is lost.
    func parts(of limit: Int, keeping old: [[SecurityGroupRule]] = []) -> [[SecurityGroupRule]] {
        let homes = old.enumerated().reduce(into: [SecurityGroupRule: Int]()) { homes, part in
            for rule in part.element { homes[rule.identity] = part.offset }
        }
        var places = map { homes[$0.identity] }
        // What is in each part now, with what comes; and what is in it in the end.
        var (now, last) = (old.map(\.weight), old.map { _ in SecurityGroupWeight() })
        for index in indices { if let place = places[index] { last[place] = last[place] + self[index].weight } }
        if now.isEmpty { (now, last) = ([SecurityGroupWeight()], [SecurityGroupWeight()]) }
        for index in indices.filter({ self[$0].isReference }) + indices.filter({ !self[$0].isReference })
        where places[index] == nil {
            let weight = self[index].weight
            let fits = { (weights: [SecurityGroupWeight]) in
                weights.firstIndex { ($0 + weight).highest <= limit }
            }
            let place = fits(now) ?? (old.isEmpty ? nil : fits(last)) ?? now.count
            if place == now.count {
                now.append(SecurityGroupWeight())
                last.append(SecurityGroupWeight())
            }
            (now[place], last[place], places[index]) = (now[place] + weight, last[place] + weight, place)
        }
        var parts = [[SecurityGroupRule]](repeating: [], count: now.count)
        for index in indices { if let place = places[index] { parts[place].append(self[index]) } }
        while parts.count > 1, parts.last?.isEmpty == true { parts.removeLast() }
        return parts
    }
}

extension SecurityGroupRule {
    /// Whether the other side is a group.
    var isReference: Bool { weight.ipv4 + weight.ipv6 == 2 }
}
