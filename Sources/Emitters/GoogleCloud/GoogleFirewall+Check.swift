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
    }
}

extension GoogleFirewall {
    private static let longestName = 63
    private static let longestDescription = GoogleCloudEmitter.longestDescription
    private static let mostRanges = GoogleCloudEmitter.mostRanges

    fileprivate func check(_ check: inout CloudCheck) {
        check.require(
            name.isGoogleName(longest: Self.longestName),
            "the name must match [a-z]([-a-z0-9]*[a-z0-9])?, 63 at most"
        )
        check.requireText(description, "the description", longest: Self.longestDescription)
        check.require(network.isGoogleNetwork, "\(network.quotedForMessage) is no network")
        check.require(priority, "priority", in: 0...65535)
        check.require(ranges.count, "the number of ranges", in: 1...Self.mostRanges)
        check.requireBlocks(ranges)
        check.require(
            ["tcp", "udp", "all"].contains(ipProtocol),
            "\(ipProtocol.quotedForMessage) isn't tcp, udp or all"
        )
        check.require(ipProtocol != "all" || ports.isEmpty, "only tcp and udp have ports")
        check.require(ipProtocol == "all" || !ports.isEmpty, "without ports, all of them are meant")
        for port in ports { check.requirePorts(port) }
        check.requireUnique(ports, "port")
        targets.check(&check)
    }
}

extension GoogleTargets {
    fileprivate func check(_ check: inout CloudCheck) {
        check.requireUnique(names, member)
        switch self {
        case .tags(let tags):
            check.require(tags.count, "the number of target tags", in: 1...70)
            for tag in tags {
                check.require(tag.isGoogleName(longest: 63), "\(tag.quotedForMessage) is no network tag")
            }
        case .serviceAccounts(let accounts):
            check.require(accounts.count, "the number of service accounts", in: 1...10)
            for account in accounts {
                check.require(account.isServiceAccount, "\(account.quotedForMessage) is no service account")
            }
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
