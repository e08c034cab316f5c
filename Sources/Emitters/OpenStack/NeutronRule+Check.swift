import Policy

extension [NeutronGroup] {
    /// What Neutron refuses of these groups of one project, or what would mean something else than was meant.
    package func check(_ check: inout CloudCheck, _ limits: NeutronLimits) {
        check.requireUnique(map(\.name), "the group name")
        let names = Set(map(\.name))
        for group in self {
            group.check(&check, names)
        }
        check.enter("")
        check.require(NeutronLimits.rules(of: self), limits.rulesOfProject)
        check.require(count + 1, limits.groupsOfProject)
    }
}

extension NeutronGroup {
    fileprivate func check(_ check: inout CloudCheck, _ names: Set<String>) {
        check.enter(name)
        check.requireText(name, "the name", longest: OpenStackEmitter.longestDescription)
        check.requireText(description, "the description", longest: OpenStackEmitter.longestDescription)
        for rule in rules {
            check.enter("\(name), \(rule.direction.rawValue) \(rule.networkProtocol) \(rule.ports) \(rule.peer.text)")
            rule.check(&check, names)
        }
        check.enter(name)
        check.requireUnique(rules.map(\.key), "rule")
    }
}

extension NeutronRule {
    fileprivate func check(_ check: inout CloudCheck, _ names: Set<String>) {
        check.require(["tcp", "udp"].contains(networkProtocol), "\(networkProtocol.quotedForMessage) isn't tcp or udp")
        check.require(ports.lowerBound, "port", in: 1...65535)
        check.require(ports.upperBound, "port", in: 1...65535)
        check.require(["IPv4", "IPv6"].contains(etherType), "\(etherType.quotedForMessage) isn't IPv4 or IPv6")
        switch peer {
        case .prefix(let prefix):
            check.requireBlocks([prefix])
            check.require(
                etherType == (prefix.contains(":") ? "IPv6" : "IPv4"),
                "\(prefix.quotedForMessage) isn't \(etherType.quotedForMessage)"
            )
        case .group(let name):
            check.require(names.contains(name), "there is no group \(name.quotedForMessage) here")
        }
        check.requireText(description, "the description", longest: OpenStackEmitter.longestDescription)
    }
}
