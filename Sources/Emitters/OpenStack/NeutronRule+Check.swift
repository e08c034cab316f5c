import Policy

extension [NeutronRule] {
    /// A project's 100, less the four of its group `default` and the two that a new group begins with.
    private static let rulesOfAProject = CloudQuota(
        "rules in one group",
        limit: 94,
        advice:
            "a project has 100 by default, of which the group 'default' and a new one hold six: give fewer networks with --from, "
            + "or have the quota raised (openstack quota set --secgroup-rules) and say so with --quota"
    )

    /// What Neutron refuses of these rules of one group, or what would mean something else than was meant.
    ///
    /// - Parameters:
    ///   - check: What the findings are added to.
    ///   - quota: How many rules the project takes; nil for what it does unless somebody raised it.
    package func check(_ check: inout CloudCheck, quota: Int?) {
        for rule in self {
            check.enter("\(rule.direction.rawValue) \(rule.networkProtocol) \(rule.ports) \(rule.prefix)")
            rule.check(&check)
        }
        check.enter("")
        check.requireUnique(map(\.key), "rule")
        var limit = Self.rulesOfAProject
        limit.limit = quota ?? limit.limit
        check.require(count, limit)
    }
}

extension NeutronRule {
    fileprivate func check(_ check: inout CloudCheck) {
        check.require(["tcp", "udp"].contains(networkProtocol), "\(networkProtocol.quotedForMessage) isn't tcp or udp")
        check.require(ports.lowerBound, "port", in: 1...65535)
        check.require(ports.upperBound, "port", in: 1...65535)
        check.requireBlocks([prefix])
        check.require(
            etherType == (prefix.contains(":") ? "IPv6" : "IPv4"),
            "\(prefix.quotedForMessage) isn't \(etherType.quotedForMessage)"
        )
        check.requireText(description, "the description", longest: OpenStackEmitter.longestDescription)
    }
}
