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
        findings = PortDecision.united(parts).compactMap { $0.finding(chain) }
    }
}

/// What becomes of the accepted connections to some ports, from which addresses.
private struct PortDecision {
    let ports: TransportPorts
    /// From where our table accepts them.
    var accepted: AddressSet
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
            guard let ports = PortRange(Int(part.lowerBound), Int(part.upperBound)) else { return nil }
            let here = relevant.filter { $0.traffic.ports.contains(part.lowerBound) }
            let dropping = asked.sources(here.filter { $0.fate == .dropped })
            let accepting = asked.sources(here.filter { $0.fate != .dropped })
            return PortDecision(
                ports: TransportPorts(asked.kind.transport, ports),
                accepted: AddressSet(
                    unionOf: accepted.filter {
                        $0.kind.transport == asked.kind.transport && $0.ports.contains(part.lowerBound)
                    }.map { $0.addresses($0.sources) }
                ),
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
            known.dropped = known.dropped.union(part.dropped)
            known.perhaps = known.perhaps.union(part.perhaps)
            united[part.ports] = known
        }
        return united.keys.sorted().compactMap { united[$0] }
    }

    /// nil where all of it passes.
    func finding(_ chain: Chain) -> Finding? {
        let hint = "open \(ports) there as well, or let one firewall decide: an accept is final in its own table only"
        if !dropped.isEmpty {
            let from = dropped.isSuperset(of: accepted) ? "" : " from \(dropped.summary)"
            return DoctorFinding.otherTableDrops.finding(
                .error,
                "\(ports) is accepted here, but \(chain.place) drops it\(from)",
                hint: hint
            )
        }
        guard !perhaps.isEmpty else { return nil }
        return DoctorFinding.otherTableMayDrop.finding(
            .warning,
            "\(ports) is accepted here, but \(chain.place) may drop it: its rules ask for more than a port and an address",
            hint: hint
        )
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
