import HostRuleset
import Policy

extension RuleTranslation {
    /// Conditions of which a packet must fulfil one for `match`; none where no packet of the family can.
    func alternatives(_ match: Ruleset.Match) -> [Condition] {
        switch match {
        case .loopback(let hook):
            [Condition(hook == .input ? " -i lo" : " -o lo")]
        case .inputInterface(let names):
            names.map { name in Condition(" -i ") { $0.append(name) } }
        case .connectionState(let states):
            [Condition(states)]
        case .destinationPort(let set):
            portGroups(set).map(\.condition)
        case .destinationPorts(let target):
            [Condition(target)]
        case .protocols(let numbers):
            numbers.compactMap(protocolCondition)
        case .unreachableSource:
            []
        case .address(let match):
            alternatives(match)
        case .ipv4Destinations(let addresses):
            family == .v4 ? addresses.map { address in Condition(" -d ") { $0.append(address) } } : []
        case .broadcastOrMulticast:
            [
                Condition(
                    family == .v4 ? " -m addrtype --dst-type BROADCAST,MULTICAST" : " -m addrtype --dst-type MULTICAST"
                )
            ]
        case .icmp, .icmpTypes, .igmp:
            family == .v4 ? icmpAlternatives(match) : []
        case .icmpv6, .icmpv6Types, .hopLimit:
            family == .v6 ? icmpAlternatives(match) : []
        }
    }

    /// By number what a host without /etc/protocols doesn't know the name of.
    private func icmpAlternatives(_ match: Ruleset.Match) -> [Condition] {
        switch match {
        case .icmp: [Condition(" -p icmp")]
        case .icmpv6: [Condition(" -p icmpv6")]
        case .igmp: [Condition(" -p 2")]
        case .icmpTypes(let types):
            types.map { type in Condition(" -p icmp --icmp-type ") { $0.append(UInt64(type)) } }
        case .icmpv6Types(let types):
            types.map { type in Condition(" -p icmpv6 --icmpv6-type ") { $0.append(UInt64(type)) } }
        case .hopLimit(let limit):
            [Condition(" -m hl --hl-eq ") { $0.append(UInt64(limit)) }]
        default: []
        }
    }

    /// A packet of the protocol; nil for the other family's ICMP.
    ///
    /// ip6tables looks behind an authentication header for the protocol, so it finds that header by its own match.
    private func protocolCondition(_ number: UInt8) -> Condition? {
        switch (number, family) {
        case (1, .v6), (58, .v4): nil
        case (IPProtocol.authenticationHeader, .v6): Condition(" -m ah")
        default: Condition(" -p ") { $0.append(protocol: number) }
        }
    }

    private func alternatives(_ match: Ruleset.AddressMatch) -> [Condition] {
        switch (match, family) {
        case (.anyIPv4, .v4), (.anyIPv6, .v6):
            [Condition("")]
        case (.ipv4(let field, in: let block), .v4):
            [Condition(field.option) { $0.append(block) }]
        case (.ipv6(let field, in: let block), .v6):
            [Condition(field.option) { $0.append(block) }]
        case (.ipv4Networks(let field, _, _), .v4), (.ipv6Networks(let field, _, _), .v6):
            list(match).map { isSet($0) ? [$0.setCondition(field)] : $0.conditions(field) } ?? []
        default:
            []
        }
    }
}

extension Ruleset.AddressField {
    /// ` -s ` or ` -d `.
    var option: StaticString { self == .source ? " -s " : " -d " }
}

extension Condition {
    /// ` -m conntrack --ctstate ESTABLISHED,RELATED`.
    fileprivate init(_ states: [Ruleset.ConnectionState]) {
        self.init(" -m conntrack --ctstate ") { words in
            words.appendItems(states, separator: ",") { words, state in
                switch state {
                case .established: words.append("ESTABLISHED")
                case .invalid: words.append("INVALID")
                }
            }
        }
    }

    /// ` -p tcp --dport 4000:4009`.
    init(_ target: TransportPorts) {
        self.init(target.transport == .tcp ? " -p tcp --dport " : " -p udp --dport ") {
            $0.append(target.ports, separator: ":")
        }
    }
}

extension IptablesText {
    /// A protocol by a name that every host knows, or by its number.
    mutating func append(protocol number: UInt8) {
        switch number {
        case Transport.tcp.protocolNumber: append("tcp")
        case Transport.udp.protocolNumber: append("udp")
        case 1: append("icmp")
        case 58: append("icmpv6")
        default: append(UInt64(number))
        }
    }
}
