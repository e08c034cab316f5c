import HostRuleset
import Policy

/// Decides packets by a ruleset as the kernel would, so that the compiler of rulesets can be tested against the policy itself.
///
/// Limits on rates count as not reached.
struct RulesetInterpreter {
    private let ruleset: Ruleset
    private let sets: [ObjectName: Ruleset.Elements]
    private let chains: [ObjectName: Ruleset.Chain]

    init(_ ruleset: Ruleset) {
        self.ruleset = ruleset
        sets = Dictionary(uniqueKeysWithValues: ruleset.sets.map { ($0.name, $0.elements) })
        chains = Dictionary(uniqueKeysWithValues: ruleset.chains.map { ($0.name, $0) })
    }

    /// What the base chain of the packet's direction decides; where there is none, everything passes.
    func verdict(for packet: Packet) -> Verdict {
        let hook: Ruleset.BaseChain.Hook = packet.direction == .inbound ? .input : .output
        guard let chain = ruleset.chains.first(where: { $0.base?.hook == hook }) else { return .accept }
        return run(chain, packet) ?? (chain.base?.policy == .drop ? .drop : .accept)
    }

    private func run(_ chain: Ruleset.Chain, _ packet: Packet) -> Verdict? {
        for rule in chain.rules where rule.matches.allSatisfy({ matches($0, packet) }) {
            if let verdict = rule.statements.lazy.compactMap({ apply($0, packet) }).first { return verdict }
        }
        return nil
    }

    private func apply(_ statement: Ruleset.Statement, _ packet: Packet) -> Verdict? {
        switch statement {
        case .accept: .accept
        case .drop: .drop
        case .jump(let name): chains[name].flatMap { run($0, packet) }
        case .reject: .drop
        case .limit, .log, .counter: nil
        }
    }

    private func matches(_ match: Ruleset.Match, _ packet: Packet) -> Bool {
        switch match {
        case .loopback(let hook):
            packet.interface == "lo" && (hook == .input) == (packet.direction == .inbound)
        case .inputInterface(let names):
            names.contains { $0.description == packet.interface }
        case .connectionState(let states):
            states.contains { $0.rawValue == "\(packet.state)" }
        case .icmp, .icmpv6, .icmpTypes, .icmpv6Types, .igmp:
            matchesProtocol(match, packet)
        case .hopLimit(let limit):
            packet.source.isIPv6 && packet.hopLimit == limit
        case .address(let match):
            matches(match, packet)
        case .ipv4Destinations(let addresses):
            addresses.contains { packet.destination == .v4($0) }
        case .protocols(let numbers):
            numbers.contains(packet.content.protocolNumber)
        case .unreachableSource:
            !packet.isSourceReachable
        case .destinationPort(let set):
            matchesPort(set, packet)
        case .destinationPorts(let target):
            if case .ports(let transport, _, let port) = packet.content {
                target.contains(transport, port)
            } else {
                false
            }
        case .broadcastOrMulticast:
            packet.destination.isBroadcastOrMulticast
        }
    }

    private func matchesProtocol(_ match: Ruleset.Match, _ packet: Packet) -> Bool {
        switch (match, packet.content, packet.source) {
        case (.icmp, .icmp, .v4), (.icmpv6, .icmpv6, .v6), (.igmp, .igmp, .v4): true
        case (.icmpTypes(let types), .icmp(let type), .v4): types.contains(type)
        case (.icmpv6Types(let types), .icmpv6(let type), .v6): types.contains(type)
        default: false
        }
    }

    private func matches(_ match: Ruleset.AddressMatch, _ packet: Packet) -> Bool {
        switch (match, packet.source, packet.destination) {
        case (.anyIPv4, .v4, _), (.anyIPv6, .v6, _):
            true
        case (.ipv4(.source, let block), .v4(let address), _), (.ipv4(.destination, let block), _, .v4(let address)):
            block.contains(address.bits)
        case (.ipv6(.source, let block), .v6(let address), _), (.ipv6(.destination, let block), _, .v6(let address)):
            block.contains(address.bits)
        case (.ipv4Networks(.source, let length, let set), .v4(let address), _),
            (.ipv4Networks(.destination, let length, let set), _, .v4(let address)):
            contains(set, network: address.bits & .prefixMask(length))
        case (.ipv6Networks(.source, let length, let set), .v6(let address), _),
            (.ipv6Networks(.destination, let length, let set), _, .v6(let address)):
            contains(set, network: address.bits & .prefixMask(length))
        default:
            false
        }
    }

    private func contains(_ set: ObjectName, network: UInt32) -> Bool {
        if case .ipv4(let networks) = sets[set] { networks.contains(network) } else { false }
    }

    private func contains(_ set: ObjectName, network: UInt128) -> Bool {
        if case .ipv6(let networks) = sets[set] { networks.contains(network) } else { false }
    }

    private func matchesPort(_ set: ObjectName, _ packet: Packet) -> Bool {
        guard case .ports(let transport, _, let port) = packet.content, case .ports(let elements) = sets[set] else {
            return false
        }
        return elements.contains { $0.target.contains(transport, port) }
    }
}

extension Packet.Content {
    /// The number of the protocol.
    var protocolNumber: UInt8 {
        switch self {
        case .ports(.tcp, _, _): 6
        case .ports(.udp, _, _): 17
        case .icmp: 1
        case .icmpv6: 58
        case .igmp: 2
        case .other(let number): number
        }
    }
}

extension IPAddress {
    fileprivate var isIPv6: Bool {
        if case .v6 = self { true } else { false }
    }

    fileprivate var isBroadcastOrMulticast: Bool {
        switch self {
        case .v4(let address): address.bits >> 28 == 0xe || address.bits == .max
        case .v6(let address): address.bits >> 120 == 0xff
        }
    }
}
