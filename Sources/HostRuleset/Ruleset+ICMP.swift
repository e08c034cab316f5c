import Policy

extension Ruleset {
    /// Adds the chains that accept the ICMP and ICMPv6 without which IP doesn't work (RFC 4890 section 4.4.1).
    mutating func addICMPEssentials() {
        chains.append(Chain(name: .icmpEssentials, rules: Self.icmpRules))
        chains.append(Chain(name: .icmpv6Essentials, rules: Self.icmpv6Rules))
    }

    private static let icmpRules =
        [Rule.invalid(.input)] + pings(.icmpTypes([HostEssentials.echoRequest])) + [
            Rule(.icmpTypes(HostEssentials.icmpErrors), then: .accept, comment: "errors, path MTU")
        ]

    /// Connection tracking takes what neighbours say for invalid, or looks away.
    private static let icmpv6Rules =
        neighbours + [Rule.invalid(.input)] + pings(.icmpv6Types([HostEssentials.echoRequestV6])) + [
            Rule(.icmpv6Types(HostEssentials.icmpv6Errors), then: .accept, comment: "errors, path MTU")
        ]

    private static func pings(_ match: Match) -> [Rule] {
        [
            Rule(match, then: .limit(.ping), .accept),
            Rule(match, then: .drop, comment: "more pings than that, unlogged"),
        ]
    }

    private static let neighbours = [
        Rule(
            .icmpv6Types(HostEssentials.neighbourDiscovery),
            .hopLimit(HostEssentials.hopLimitOnLink),
            then: .accept,
            comment: "routers and neighbours, from this link"
        ),
        Rule(
            .address(.ipv6(.source, in: HostEssentials.linkLocal)),
            .icmpv6Types(HostEssentials.listenerMessages),
            then: .accept,
            comment: "multicast listeners"
        ),
        Rule(
            .address(.ipv6(.source, in: HostEssentials.unspecified.bits...HostEssentials.unspecified.bits)),
            .icmpv6Types([HostEssentials.listenerReportV2]),
            then: .accept,
            comment: "multicast listeners without an address yet"
        ),
        Rule(
            .address(.ipv6(.source, in: HostEssentials.linkLocal)),
            .icmpv6Types(HostEssentials.multicastRouterDiscovery),
            .hopLimit(HostEssentials.hopLimitOfOneLink),
            then: .accept,
            comment: "multicast routers, on this link"
        ),
    ]
}

extension Ruleset.Rule {
    /// To the chains for ICMP and ICMPv6.
    static let jumpsToICMPEssentials = [
        Ruleset.Rule(.icmp, then: .jump(.icmpEssentials)),
        Ruleset.Rule(.icmpv6, then: .jump(.icmpv6Essentials)),
    ]
}
