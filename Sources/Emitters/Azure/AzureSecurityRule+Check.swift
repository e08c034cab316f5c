import Policy

extension [AzureSecurityRule] {
    private static let rulesOfAGroup = CloudQuota(
        "rules in a group",
        limit: 1000,
        advice: "give fewer --expose, or the same sources to neighbouring ports: they share a rule"
    )
    private static let addressesOfAGroup = CloudQuota(
        "addresses in a group",
        limit: 4000,
        advice: "give networks instead of single addresses with --from"
    )

    /// What the API refuses of these rules of one group, or what would mean something else than was meant.
    package func check(_ check: inout CloudCheck) {
        for rule in self {
            check.enter(rule.name)
            rule.check(&check)
        }
        check.enter("")
        check.requireUnique(map { $0.name.lowercased() }, "name")
        check.requireUnique(map { "\($0.direction.rawValue) \($0.priority)" }, "priority")
        check.require(count, Self.rulesOfAGroup)
        check.require(flatMap(\.prefixes).count, Self.addressesOfAGroup)
    }
}

extension AzureSecurityRule {
    private static let serviceTags = ["AzureLoadBalancer", "Internet", "VirtualNetwork"]

    fileprivate func check(_ check: inout CloudCheck) {
        check.require(
            name.isAzureRuleName,
            "a name is 80 letters, digits, '.', '_' and '-' at most, a letter or digit first"
        )
        check.requireText(description, "the description", longest: AzureEmitter.longestDescription)
        check.require(priority, "priority", in: 100...4096)
        check.require(
            ["Tcp", "Udp", "*"].contains(networkProtocol),
            "\(networkProtocol.quotedForMessage) isn't Tcp, Udp or *"
        )
        check.require(!ports.isEmpty, "no ports")
        check.require(!prefixes.isEmpty, "no addresses")
        if ports != ["*"] {
            check.require(networkProtocol != "*", "ports without Tcp or Udp")
            for port in ports { check.requirePorts(port) }
            check.requireUnique(ports, "port")
        }
        if prefixes != ["*"], !(prefixes.count == 1 && Self.serviceTags.contains(prefixes[0])) {
            check.requireBlocks(prefixes)
        }
    }
}

extension String {
    /// Letters, digits, `_`, `.` and `-`, 80 at most, with a letter or digit first and one of these or `_` last.
    fileprivate var isAzureRuleName: Bool {
        guard 1...80 ~= utf8.count, let first = utf8.first, let last = utf8.last else { return false }
        return first.isLetterOrDigit && (last.isLetterOrDigit || last == UInt8(ascii: "_"))
            && utf8.allSatisfy { $0.isLetterOrDigit || "_.-".utf8.contains($0) }
    }
}
