import Policy

extension Ruleset {
    /// Adds the output chain and all that it needs to reach `groups` and nothing else.
    mutating func addOutput(to groups: [EgressGroup], _ policy: HostPolicy) {
        let essentials = PortMatches(
            set: ObjectName("host_services"),
            comment: "names, time and addresses of the host itself",
            HostEssentials.outbound.map { PortElement(target: $0) }
        )
        let accesses = policy.protocolAccesses + groups.accesses
        var rules: [Rule] = [.loopback(.output), .established]
        // Before `invalid`, for which connection tracking takes some of what neighbours say.
        rules.append(Rule(.icmp, then: .accept))
        rules.append(Rule(.icmpv6, then: .accept))
        rules.append(.invalid(.output))
        rules += essentials.rules(then: .accept)
        rules += accesses.flatMap { $0.jumps(at: .output) }
        if !policy.multicastGroups.isEmpty { rules.append(Rule(.igmp, then: .accept, comment: "multicast membership")) }
        rules += Rule.ending(.output)

        addCounters(for: .output)
        sets += essentials.sets
        chains.append(Chain(name: ObjectName(.output), base: BaseChain(hook: .output, policy: .drop), rules: rules))
        add(accesses)
    }
}

extension [EgressGroup] {
    /// The groups that allow anything, each under a name of its own: names that no chain can have may become the same.
    fileprivate var accesses: [Access] {
        var names: Set<ObjectName> = []
        return compactMap { group in
            let wanted = ObjectName("to", label: group.name)
            var name = wanted
            var number = 2
            while !names.insert(name).inserted {
                name = wanted.appending(number)
                number += 1
            }
            return Access(group, name: name)
        }
    }
}

extension Access {
    fileprivate init?(_ group: EgressGroup, name: ObjectName) {
        self.init(
            chain: name,
            addresses: AddressMatches(name: name, addresses: group.destinations, comment: nil),
            ports: PortMatches(
                set: name.appending("services"),
                comment: "needed at \(group.name)",
                group.services.map { Ruleset.PortElement(target: $0.target, comment: PlainText($0.summary)) }
            )
        )
        if isEmpty { return nil }
    }
}
