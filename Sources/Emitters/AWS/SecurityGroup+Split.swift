import Policy

extension SecurityGroup {
    /// The group, or the groups that together let the same pass, each within `limits`: `name`, `name-2`, `name-3`.
    ///
    /// - Throws: That there are too many rules for one group or, where it may be split, for all that an interface takes.
    func withinLimits(_ limits: SecurityGroupLimits, splits: Bool) throws(InvalidInput) -> [SecurityGroup] {
        let allowed = splits ? limits.groups : 1
        let findings = SecurityGroupDirection.allCases.flatMap { direction in
            excess(direction, allowed: allowed, limits)
        }
        guard findings.isEmpty else { throw InvalidInput(findings) }
        let parts = SecurityGroupDirection.allCases.map { rules[$0].parts(of: limits.rules) }
        return (0..<max(parts[0].count, parts[1].count)).map { index in
            var group = self
            if index > 0 { group.name += "-\(index + 1)" }
            for (direction, parts) in zip(SecurityGroupDirection.allCases, parts) {
                group.rules[direction] = index < parts.count ? parts[index] : []
            }
            return group
        }
    }

    private func excess(_ direction: SecurityGroupDirection, allowed: Int, _ limits: SecurityGroupLimits) -> [Finding] {
        let weight = rules[direction].weight
        return [("IPv4", weight.ipv4), ("IPv6", weight.ipv6)].compactMap { family, count in
            let word = direction == .ingress ? "inbound" : "outbound"
            let quota = CloudQuota(
                "\(word) \(family) rules for \(name)",
                limit: limits.rules * allowed,
                advice: limits.advice(allowed: allowed, needed: (count + limits.rules - 1) / limits.rules)
            )
            return quota.finding(count, "aws")
        }
    }
}

extension SecurityGroupLimits {
    /// What to do where rules need the room of `needed` groups, and `allowed` were allowed.
    fileprivate func advice(allowed: Int, needed: Int) -> String {
        let fewer = "give larger or neighbouring blocks of addresses"
        if allowed == 1, needed <= groups { return "\(fewer), or make \(needed) groups with --split" }
        return "\(fewer): an interface takes \(groups) groups of \(rules) rules"
    }
}
