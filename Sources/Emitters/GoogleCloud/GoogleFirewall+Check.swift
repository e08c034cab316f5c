import Policy

extension [GoogleFirewall] {
    /// What the API refuses of these rules, or what would mean something else than was meant.
    package func check(_ check: inout CloudCheck) {
        for rule in self {
            check.enter(rule.name)
            rule.check(&check)
        }
        check.enter("")
        check.requireUnique(map(\.name), "name")
        for network in Set(map(\.network)).sorted() where !network.isGoogleNetwork {
            check.refuseArgument("\(network.quotedForMessage) is no network")
        }
        for problem in Set(flatMap(\.machines).flatMap(\.problems)).sorted() { check.refuseArgument(problem) }
    }
}

extension GoogleFirewall {
    private static let longestName = 63
    private static let longestDescription = GoogleCloudEmitter.longestDescription

    fileprivate func check(_ check: inout CloudCheck) {
        check.require(
            name.isGoogleName(longest: Self.longestName),
            "the name must match [a-z]([-a-z0-9]*[a-z0-9])?, 63 at most"
        )
        check.requireText(description, "the description", longest: Self.longestDescription)
        check.require(priority, "priority", in: 0...65535)
        peers.check(&check, direction, targets)
        check.require(
            ["tcp", "udp", "all"].contains(ipProtocol),
            "\(ipProtocol.quotedForMessage) isn't tcp, udp or all"
        )
        check.require(ipProtocol != "all" || ports.isEmpty, "only tcp and udp have ports")
        check.require(ipProtocol == "all" || !ports.isEmpty, "without ports, all of them are meant")
        for port in ports { check.requirePorts(port) }
        check.requireUnique(ports, "port")
        targets.check(&check, targets.targetMember, most: targets.mostTargets)
    }

    /// Those that it is for and from.
    fileprivate var machines: [GoogleMachines] {
        if case .machines(let sources) = peers { [targets, sources] } else { [targets] }
    }
}

extension GooglePeers {
    fileprivate func check(
        _ check: inout CloudCheck,
        _ direction: GoogleFirewall.Direction,
        _ targets: GoogleMachines
    ) {
        switch self {
        case .ranges(let ranges):
            check.require(ranges.count, "the number of ranges", in: 1...GoogleCloudEmitter.mostRanges)
            check.requireBlocks(ranges)
        case .machines(let machines):
            check.require(direction == .ingress, "egress can't name machines by tags or accounts")
            check.require(
                machines.sourceMember == targets.sourceMember,
                "network tags and service accounts stand together"
            )
            machines.check(&check, machines.sourceMember, most: machines.mostSources)
        }
    }
}

extension GoogleMachines {
    /// How many of them a rule takes as sources.
    var mostSources: Int {
        switch self {
        case .tags: 30
        case .serviceAccounts: 10
        }
    }

    /// How many of them a rule takes as targets.
    fileprivate var mostTargets: Int {
        switch self {
        case .tags: 70
        case .serviceAccounts: 10
        }
    }

    fileprivate func check(_ check: inout CloudCheck, _ member: String, most: Int) {
        check.requireUnique(names, member)
        check.require(names.count, "the number of \(member)", in: 1...most)
    }

    /// What is wrong with the names themselves.
    fileprivate var problems: [String] {
        switch self {
        case .tags(let tags):
            tags.filter { !$0.isGoogleName(longest: 63) }.map { "\($0.quotedForMessage) is no network tag" }
        case .serviceAccounts(let accounts):
            accounts.filter { !$0.isServiceAccount }.map { "\($0.quotedForMessage) is no service account" }
        }
    }
}

extension String {
    /// `[a-z]([-a-z0-9]*[a-z0-9])?` (RFC 1035), with at most `longest` characters.
    fileprivate func isGoogleName(longest: Int) -> Bool {
        guard 1...longest ~= utf8.count, let first = utf8.first, let last = utf8.last else { return false }
        return first.isLowercaseLetter && last != UInt8(ascii: "-") && utf8.allSatisfy(\.isLowercaseNameByte)
    }

    /// `global/networks/NAME`, or with `projects/PROJECT/` before it.
    fileprivate var isGoogleNetwork: Bool {
        var parts = split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        if parts.count == 5, parts[0] == "projects", parts[1].isGoogleProject { parts.removeFirst(2) }
        return parts.count == 3 && parts.prefix(2) == ["global", "networks"] && parts[2].isGoogleName(longest: 63)
    }

    /// A project's id: 6 to 30 characters, as in a name.
    fileprivate var isGoogleProject: Bool { utf8.count >= 6 && isGoogleName(longest: 30) }

    /// `gateway@project.iam.gserviceaccount.com`.
    fileprivate var isServiceAccount: Bool {
        let parts = split(separator: "@", omittingEmptySubsequences: false)
        guard utf8.count <= 255, parts.count == 2, parts.allSatisfy({ !$0.isEmpty }) else { return false }
        return parts[1].hasSuffix(".gserviceaccount.com")
            && utf8.allSatisfy { $0.isLowercaseNameByte || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "@") }
    }
}
