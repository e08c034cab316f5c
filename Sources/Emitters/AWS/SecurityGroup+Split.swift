import Policy

extension SecurityGroup {
    /// The group, or the groups that together let the same pass, each within `limits`: `name`, `name-2`, `name-3`.
    ///
    /// - Parameters:
    ///   - limits: How many rules and groups there may be.
    ///   - splits: Whether there may be more than one group.
    ///   - old: The groups that the same machines have; what is a rule there stays in its group.
    /// - Returns: The groups in their order, those without rules left out.
    /// - Throws: That there are too many rules for one group or, if it may be split, for all that an interface takes.
    func withinLimits(
        _ limits: SecurityGroupLimits,
        splits: Bool,
        keeping old: [SecurityGroup] = []
    ) throws(InvalidInput) -> [SecurityGroup] {
        let allowed = splits ? limits.groups : 1
        let findings = SecurityGroupDirection.allCases.flatMap { direction in
            excess(direction, allowed: allowed, limits)
        }
        guard findings.isEmpty else { throw InvalidInput(findings) }
        let numbers = (0..<allowed).map { index in index == 0 ? name : "\(name)-\(index + 1)" }
        let known = splits ? numbers.map { name in old.first { $0.name == name } } : []
        let parts = SecurityGroupDirection.allCases.map { direction in
            rules[direction].parts(of: limits.rules, keeping: known.map { $0?.rules[direction] ?? [] })
        }
        let count = max(parts[0].count, parts[1].count)
        guard count <= allowed else { throw InvalidInput([.noRoomBeside(name, groups: allowed)]) }
        return (0..<count).compactMap { index in
            var group = self
            (group.name, group.first) = (numbers[index], index > 0 ? name : nil)
            for (direction, parts) in zip(SecurityGroupDirection.allCases, parts) {
                group.rules[direction] = index < parts.count ? parts[index] : []
            }
            return index > 0 && group.rules.isEmpty ? nil : group
        }
    }

    /// The number of this group among those of the machines of `host`, if it is one of them: 1, or 2 for `host-2`, unless that is
    /// the name of another host among `names`.
    func part(of host: String, among names: Set<String>) -> Int? {
        if name == host { return 1 }
        guard !names.contains(name), name.hasPrefix("\(host)-") else { return nil }
        let number = Int(name.dropFirst(host.utf8.count + 1)) ?? 0
        return number > 1 && name == "\(host)-\(number)" ? number : nil
    }

    private func excess(_ direction: SecurityGroupDirection, allowed: Int, _ limits: SecurityGroupLimits) -> [Finding] {
        let weight = rules[direction].weight
        let references = rules[direction].count(where: \.isReference)
        let word = direction == .ingress ? "inbound" : "outbound"
        let room = limits.rules * allowed
        guard references <= room else {
            let advice = "name fewer nodes or groups" + limits.further(allowed: allowed, needed: references)
            return [CloudQuota("\(word) rules for \(name) that name a group", limit: room, advice: advice)]
                .compactMap { $0.finding(references, "aws") }
        }
        let besides = references > 0 ? ", \(references) of which name a group and count for both families" : ""
        return [("IPv4", weight.ipv4), ("IPv6", weight.ipv6)].compactMap { family, count in
            let advice =
                "give larger or neighbouring blocks of addresses" + limits.further(allowed: allowed, needed: count)
            return CloudQuota("\(word) \(family) rules for \(name)\(besides)", limit: room, advice: advice)
                .finding(count, "aws")
        }
    }
}

extension SecurityGroupLimits {
    /// What else to do if `needed` rules are too many for as many groups as were `allowed`.
    fileprivate func further(allowed: Int, needed: Int) -> String {
        let needed = (needed + rules - 1) / rules
        let raised = "; where AWS takes more, say so with --quota rules=N"
        if allowed == 1, needed <= groups { return ", or make \(needed) groups with --split\(raised)" }
        return ": an interface takes \(groups) groups of \(rules) rules\(raised)"
    }
}

extension Finding {
    /// That rules which stay in their groups leave no room for the new ones.
    fileprivate static func noRoomBeside(_ group: String, groups: Int) -> Finding {
        Finding(
            .error,
            "cloud-quota",
            "aws: the rules that come don't fit into the \(groups) groups of \(group) beside those that are there",
            hint:
                "make the change in two steps, first without what goes; where AWS takes more, say so with --quota rules=N"
        )
    }
}
