import Policy

extension Ruleset {
    /// Adds the input chain and all that it needs.
    mutating func addInput(_ policy: HostPolicy) {
        let inbound = InboundRules(policy)
        switch policy.scope {
        case .host: addHostInput(inbound)
        case .product(let fenced): addProductInput(inbound, fenced: fenced)
        }
    }

    /// What isn't allowed is dropped.
    private mutating func addHostInput(_ inbound: InboundRules) {
        let base = BaseChain(hook: .input, policy: .drop)
        addCounters(for: .input)
        chains.append(Chain(name: ObjectName(.input), base: base, rules: inbound.hostRules))
        addICMPEssentials()
        addAccesses(inbound)
    }

    /// Packets to the fenced ports are decided by a chain of their own; all others pass.
    private mutating func addProductInput(_ inbound: InboundRules, fenced: [TransportPorts]) {
        let elements = fenced.map { PortElement(target: $0) }
        let ports = PortMatches(set: ObjectName("fenced_ports"), comment: "the products' own ports", elements)
        let base = BaseChain(hook: .input, policy: .accept)
        let rules = [.loopback(.input), .established] + ports.rules(then: .jump(.fenced))
        sets += ports.sets
        chains.append(Chain(name: ObjectName(.input), base: base, rules: rules))
        guard !ports.isEmpty else { return }
        addCounters(for: .input)
        chains.append(Chain(name: .fenced, rules: inbound.fencedRules(fenced)))
        addAccesses(inbound)
    }

    private mutating func addAccesses(_ inbound: InboundRules) {
        if inbound.policy.rejects { chains.append(Chain(name: .answers, rules: inbound.answers)) }
        add(inbound.guards)
        guard !inbound.services.isEmpty else { return }
        chains.append(Chain(name: .services, rules: inbound.services.flatMap { $0.jumps(at: .input) }))
        add(inbound.services)
    }
}

/// The rules of the chains at input, in the order of `HostPolicy.decision(for:)`.
private struct InboundRules {
    let policy: HostPolicy
    let guards: [Access]
    let services: [Access]

    init(_ policy: HostPolicy) {
        self.policy = policy
        let matches = policy.sourceMatches
        guards = policy.guardAccesses(matches)
        services = policy.serviceAccesses(matches)
    }

    /// For every packet.
    var hostRules: [Ruleset.Rule] {
        let beginning = [.loopback(.input)] + Ruleset.Rule.jumpsToICMPEssentials
        let beforeJumps: [Ruleset.Rule] = [.established, .invalid(.input), .dhcpv6Answers]
        return beginning + beforeJumps + forgedSources + jumps + multicastQueries + ending
    }

    /// For a packet that goes to one of the ports `fenced`, so without what has no ports.
    func fencedRules(_ fenced: [TransportPorts]) -> [Ruleset.Rule] {
        let fencesDHCPv6 = fenced.contains { $0.overlaps(HostEssentials.dhcpv6Client) }
        let beforeJumps: [Ruleset.Rule] = fencesDHCPv6 ? [.invalid(.input), .dhcpv6Answers] : [.invalid(.input)]
        return beforeJumps + forgedSources + jumps + ending
    }

    /// Behind `established`, so that what began before a route changed goes on.
    private var forgedSources: [Ruleset.Rule] {
        let protocols = policy.protocolsWithCheckedSources
        guard !protocols.isEmpty else { return [] }
        return [
            Ruleset.Rule(
                .protocols(protocols),
                .unreachableSource,
                then: .counter(.dropped(.input)),
                .drop,
                comment: "sources that aren't reached through this interface"
            )
        ]
    }

    /// To the guards through every interface, to the services through the given ones.
    private var jumps: [Ruleset.Rule] {
        let toGuards = guards.flatMap { $0.jumps(at: .input) }
        guard !services.isEmpty else { return toGuards }
        guard !policy.interfaces.isEmpty else { return toGuards + [Ruleset.Rule(then: .jump(.services))] }
        let interfaces = Set(policy.interfaces).sorted()
        return toGuards + [Ruleset.Rule(.inputInterface(interfaces), then: .jump(.services))]
    }

    /// A switch with snooping forgets a member that answers no query.
    private var multicastQueries: [Ruleset.Rule] {
        guard !policy.multicastGroups.isEmpty else { return [] }
        let groups = Set(policy.multicastGroups + [HostEssentials.allHosts]).sorted { $0.bits < $1.bits }
        return [Ruleset.Rule(.igmp, .ipv4Destinations(groups), then: .accept, comment: "multicast membership queries")]
    }

    /// The chatter of a network is kept out of the log: names and services that are looked for over UDP, IGMP, ICMP.
    ///
    /// Not so VRRP, OSPF or PIM: packets to their groups come this far only if a program on this host has joined the group, which then hears
    /// nothing.
    private var ending: [Ruleset.Rule] {
        let silent = [
            Ruleset.Rule(
                .protocols(HostEssentials.chattyProtocols),
                .broadcastOrMulticast,
                then: .drop,
                comment: "a network's chatter, unlogged"
            )
        ]
        let ending = Ruleset.Rule.ending(.input)
        return silent + ending.dropLast() + jumpsToAnswers + ending.suffix(1)
    }

    private var jumpsToAnswers: [Ruleset.Rule] {
        guard policy.rejects else { return [] }
        let name = ObjectName("answered")
        return AddressMatches(name: name, addresses: .privateRanges, comment: nil).rules(
            at: .input,
            then: .jump(.answers)
        )
    }

    /// A closed port is told like one that nobody listens at; beyond the rate the packet is dropped.
    ///
    /// A fence at output lets out ICMP and no reset, which belongs to no connection.
    var answers: [Ruleset.Rule] {
        [
            Ruleset.Rule(
                .protocols([Transport.tcp.protocolNumber]),
                then: .limit(.answer),
                .counter(.dropped(.input)),
                .reject(policy.egress == nil ? .tcpReset : .portUnreachable)
            ),
            Ruleset.Rule(
                .protocols([Transport.udp.protocolNumber]),
                then: .limit(.answer),
                .counter(.dropped(.input)),
                .reject(.portUnreachable)
            ),
        ]
    }
}

extension Ruleset.Rule {
    /// Answers of DHCPv6 servers, which connection tracking can't tie to the request, since that went to a multicast group.
    fileprivate static let dhcpv6Answers = Ruleset.Rule(
        .address(.ipv6(.destination, in: HostEssentials.linkLocal)),
        .destinationPorts(HostEssentials.dhcpv6Client),
        then: .accept,
        comment: "DHCPv6 answers"
    )
}
