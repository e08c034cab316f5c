import Policy

extension [AzureSecurityGroup] {
    /// What there is no room for in these groups; beyond it, rules have no priorities of their own.
    package func checkCounts(_ check: inout CloudCheck, _ limits: AzureLimits) {
        for group in self { group.checkCounts(&check, limits) }
    }

    /// What the API refuses of these groups of one document, or what would mean something else than was meant.
    package func check(_ check: inout CloudCheck) {
        check.enter("")
        check.requireUnique(map { $0.name.lowercased() }, "name")
        let groups = Set(compactMap(\.applicationGroup))
        for group in self {
            group.check(&check, groups)
        }
    }
}

extension AzureSecurityGroup {
    /// Whether there is room for it: `limits`, and priorities for all rules.
    fileprivate func checkCounts(_ check: inout CloudCheck, _ limits: AzureLimits) {
        check.enter(name)
        check.require(rules.count, limits.rulesOfAGroup)
        for direction in [AzureSecurityRule.Direction.inbound, .outbound] {
            let count = rules.count { $0.direction == direction && AzurePriorities.range.contains($0.priority) }
            check.require(count, AzurePriorities.quota)
        }
        check.require(rules.flatMap(\.peers.prefixes).count, limits.addressesOfAGroup)
        check.require(namedGroups.count, limits.applicationGroups)
    }

    fileprivate func check(_ check: inout CloudCheck, _ groups: Set<String>) {
        for rule in rules {
            check.enter("\(name), \(rule.name)")
            rule.check(&check)
        }
        check.enter(name)
        check.require(name.isAzureName, "a name is \(String.azureNameForm)")
        check.requireUnique(rules.map { $0.name.lowercased() }, "name")
        check.requireUnique(rules.map { "\($0.direction.rawValue) \($0.priority)" }, "priority")
        for other in namedGroups {
            check.require(groups.contains(other), "there is no group \(other.quotedForMessage) here")
        }
    }
}

extension AzureSecurityRule {
    fileprivate func check(_ check: inout CloudCheck) {
        check.require(
            name.isAzureName,
            "a name is \(String.azureNameForm)"
        )
        check.requireText(description, "the description", longest: AzureEmitter.longestDescription)
        check.require(priority, "priority", in: 100...4096)
        check.require(
            ["Tcp", "Udp", "*"].contains(networkProtocol),
            "\(networkProtocol.quotedForMessage) isn't Tcp, Udp or *"
        )
        check.require(!ports.isEmpty, "no ports")
        if ports != ["*"] {
            check.require(networkProtocol != "*", "ports without Tcp or Udp")
            for port in ports { check.requirePorts(port) }
            check.requireUnique(ports, "port")
        }
        for side in [peers, machines] { side.check(&check) }
    }
}

extension AzureEndpoint {
    private static let serviceTags = ["AzureLoadBalancer", "Internet", "VirtualNetwork"]

    fileprivate func check(_ check: inout CloudCheck) {
        switch self {
        case .group(let name):
            check.require(name.isAzureName, "a group's name is \(String.azureNameForm)")
        case .prefixes(let prefixes):
            check.require(!prefixes.isEmpty, "no addresses")
            if prefixes != ["*"], !(prefixes.count == 1 && Self.serviceTags.contains(prefixes[0])) {
                check.requireBlocks(prefixes)
            }
        }
    }
}

extension String {
    fileprivate static let azureNameForm = "80 letters, digits, '.', '_' and '-' at most, a letter or digit first"

    /// Letters, digits, `_`, `.` and `-`, 80 at most, with a letter or digit first and one of these or `_` last.
    fileprivate var isAzureName: Bool {
        guard 1...80 ~= utf8.count, let first = utf8.first, let last = utf8.last else { return false }
        return first.isLetterOrDigit && (last.isLetterOrDigit || last == UInt8(ascii: "_"))
            && utf8.allSatisfy { $0.isLetterOrDigit || "_.-".utf8.contains($0) }
    }
}
