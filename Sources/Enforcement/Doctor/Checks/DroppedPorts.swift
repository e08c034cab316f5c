import Netfilter
import Policy

/// What a chain of another table drops of the connections that ours accepts.
struct DroppedPorts {
    let findings: [Finding]

    init(_ chain: Chain, of table: EvaluatedTable, _ accepted: [Traffic]) {
        let kinds = table.name.kinds
        let asked = accepted.filter { kinds.contains($0.kind) }
        guard !asked.isEmpty else {
            findings = []
            return
        }
        let outcomes = ChainEvaluation(chain, of: table, asked.withoutRepeats).outcomes
        let parts = asked.flatMap { PortDecision.list($0, outcomes, of: accepted) }
        findings = Self.findings(PortDecision.united(parts), chain)
    }

    /// One for each thing that the chain does, with all ports that it does it to.
    private static func findings(_ decisions: [PortDecision], _ chain: Chain) -> [Finding] {
        let effects = decisions.compactMap { decision in decision.effect.map { (effect: $0, ports: decision.ports) } }
        var seen: [PortDecision.Effect] = []
        for (effect, _) in effects where !seen.contains(effect) { seen.append(effect) }
        return seen.map { effect in effect.finding(effects.filter { $0.effect == effect }.map(\.ports), chain) }
    }
}

/// What becomes of the accepted connections to some ports, from which addresses.
private struct PortDecision {
    let ports: TransportPorts
    /// From where our table accepts them.
    var accepted: AddressSet
    /// The same by the rules that accept them: those of an audience are together.
    var acceptedByRule: [AddressSet]
    /// From where the chain drops them.
    var dropped: AddressSet
    /// From where it may.
    var perhaps: AddressSet

    /// Of `asked`, those that `outcomes` drop, port by port as far as these are treated differently.
    ///
    /// - Parameters:
    ///   - asked: A part of `accepted`, of a kind that the chain sees.
    ///   - outcomes: What the chain does.
    ///   - accepted: All that our table accepts.
    /// - Returns: In the order of the ports.
    static func list(
        _ asked: Traffic,
        _ outcomes: [ChainEvaluation.Outcome],
        of accepted: [Traffic]
    ) -> [PortDecision] {
        let relevant = outcomes.filter { $0.traffic.kind == asked.kind }
        return asked.portParts(relevant.map(\.traffic)).compactMap { part in
            guard let transport = asked.kind.transport,
                let ports = PortRange(Int(part.lowerBound), Int(part.upperBound))
            else { return nil }
            let here = relevant.filter { $0.traffic.ports.contains(part.lowerBound) }
            let dropping = asked.sources(here.filter { $0.fate == .dropped })
            let accepting = asked.sources(here.filter { $0.fate != .dropped })
            let acceptedByRule = accepted.filter {
                $0.kind.transport == asked.kind.transport && $0.ports.contains(part.lowerBound)
            }
            .map { $0.addresses($0.sources) }
            return PortDecision(
                ports: TransportPorts(transport, ports),
                accepted: AddressSet(unionOf: acceptedByRule),
                acceptedByRule: acceptedByRule,
                dropped: asked.addresses(dropping.subtracting(accepting)),
                perhaps: asked.addresses(dropping.intersection(accepting))
            )
        }
    }

    /// Those of the same ports together, in the order of the ports.
    static func united(_ parts: [PortDecision]) -> [PortDecision] {
        var united: [TransportPorts: PortDecision] = [:]
        for part in parts {
            guard var known = united[part.ports] else {
                united[part.ports] = part
                continue
            }
            known.accepted = known.accepted.union(part.accepted)
            known.acceptedByRule += part.acceptedByRule
            known.dropped = known.dropped.union(part.dropped)
            known.perhaps = known.perhaps.union(part.perhaps)
            united[part.ports] = known
        }
        return united.keys.sorted().compactMap { united[$0] }
    }

    /// What the chain does with connections to some ports.
    enum Effect: Hashable {
        /// All of them, or those from these addresses, are dropped.
        case drops(from: AddressSet?)
        /// Those from a few addresses are dropped, as a list of bans does.
        case bans(AddressSet)
        /// Some may be.
        case mayDrop
    }

    /// nil if all of it passes.
    var effect: Effect? {
        if dropped.isEmpty { return perhaps.isEmpty ? nil : .mayDrop }
        if dropped.isSuperset(of: accepted) { return .drops(from: nil) }
        let isBan = dropped.isSmallPart(of: accepted) && !isAudienceDropped
        return isBan ? .bans(dropped) : .drops(from: dropped)
    }

    /// Whether all that one rule lets in is dropped: an administrator's only address is no ban, however few that is.
    private var isAudienceDropped: Bool { acceptedByRule.contains { !$0.isEmpty && dropped.isSuperset(of: $0) } }
}

extension PortDecision.Effect {
    fileprivate func finding(_ ports: [TransportPorts], _ chain: Chain) -> Finding {
        let (list, isOne) = (ports.map(\.description).joined(separator: ", "), ports.count == 1)
        let accepted = "\(list) \(isOne ? "is" : "are") accepted here, but \(chain.place)"
        let object = isOne ? "it" : "them"
        let hint =
            "open \(isOne ? list : "these ports") there as well, or let one firewall decide: "
            + "an accept is final in its own table only"
        switch self {
        case .drops(let sources):
            let from = sources.map { " from \($0.summary)" } ?? ""
            return DoctorFinding.otherTableDrops.finding(.error, "\(accepted) drops \(object)\(from)", hint: hint)
        case .bans(let sources):
            let message = "\(accepted) drops \(object) from \(sources.summary), as a list of bans does"
            return DoctorFinding.otherTableBans.finding(.note, message)
        case .mayDrop:
            let reason = "its rules ask for more than a port and an address"
            return DoctorFinding.otherTableMayDrop.finding(
                .warning,
                "\(accepted) may drop \(object): \(reason)",
                hint: hint
            )
        }
    }
}

extension AddressSet {
    /// Whether it is at most a sixteenth of `other`, in each family that has any of it.
    fileprivate func isSmallPart(of other: AddressSet) -> Bool {
        v4.isSmallPart(of: other.v4) && v6.isSmallPart(of: other.v6)
    }
}

extension IntervalSet {
    fileprivate func isSmallPart(of other: IntervalSet) -> Bool {
        size * 16 <= other.size
    }

    private var size: Double {
        intervals.reduce(0) { $0 + Double($1.upperBound - $1.lowerBound) + 1 }
    }
}

extension Traffic {
    /// Its ports, cut wherever one of `others` begins or ends.
    fileprivate func portParts(_ others: [Traffic]) -> [ClosedRange<UInt16>] {
        let intervals = others.flatMap(\.ports.intervals) + ports.intervals
        let starts = Set(intervals.map { Int($0.lowerBound) } + intervals.map { Int($0.upperBound) + 1 }).sorted()
        return zip(starts, starts.dropFirst()).compactMap { start, end in
            ports.contains(UInt16(start)) ? UInt16(start)...UInt16(end - 1) : nil
        }
    }

    /// Its sources that are in one of `outcomes`.
    fileprivate func sources(_ outcomes: [ChainEvaluation.Outcome]) -> IntervalSet<UInt128> {
        IntervalSet(outcomes.flatMap(\.traffic.sources.intervals)).intersection(sources)
    }
}
