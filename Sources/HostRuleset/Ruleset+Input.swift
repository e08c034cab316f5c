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
        let rules = [.loopback(.input), .establishedOrRelated] + ports.rules(then: .jump(.fenced))
        sets += ports.sets
        chains.append(Chain(name: ObjectName(.input), base: base, rules: rules))
        guard !ports.isEmpty else { return }
        addCounters(for: .input)
        chains.append(Chain(name: .fenced, rules: inbound.fencedRules(fenced)))
        addAccesses(inbound)
    }

    private mutating func addAccesses(_ inbound: InboundRules) {
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
        let beforeJumps: [Ruleset.Rule] = [.loopback(.input), .establishedOrRelated, .invalid(.input)]
        let essentials = Ruleset.Rule.jumpsToICMPEssentials + [.dhcpv6Answers]
        return beforeJumps + essentials + jumps + multicastQueries + ending
    }

    /// For a packet that goes to one of the ports `fenced`, so without what has no ports.
    func fencedRules(_ fenced: [TransportPorts]) -> [Ruleset.Rule] {
        let fencesDHCPv6 = fenced.contains { $0.contains(.udp, HostEssentials.dhcpv6Ports.client) }
        let beforeJumps: [Ruleset.Rule] = fencesDHCPv6 ? [.invalid(.input), .dhcpv6Answers] : [.invalid(.input)]
        return beforeJumps + jumps + ending
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

    /// The chatter of a network is kept out of the log.
    private var ending: [Ruleset.Rule] {
        [Ruleset.Rule(.broadcastOrMulticast, then: .drop)] + Ruleset.Rule.ending(.input)
    }
}

extension Ruleset.Rule {
    /// Answers of DHCPv6 servers, which connection tracking can't tie to the request, since that went to a multicast group.
    fileprivate static let dhcpv6Answers = Ruleset.Rule(
        .address(.ipv6(.source, in: HostEssentials.linkLocal)),
        .udpPorts(source: HostEssentials.dhcpv6Ports.server, destination: HostEssentials.dhcpv6Ports.client),
        then: .accept,
        comment: "DHCPv6 answers"
    )
}
