import Netfilter
import Policy

/// Ports that a chain of type nat hands to somewhere else before the input hook, as Docker does with those that it publishes.
struct TranslatedPorts {
    let findings: [Finding]

    init(_ chain: Chain, of table: EvaluatedTable, _ accepted: [Traffic]) {
        let everything = table.name.kinds.map(Traffic.init(everyConnection:))
        let outcomes = ChainEvaluation(chain, of: table, everything).outcomes.filter { $0.fate == .translated }
        var ports: [TransportPorts: String] = [:]
        for outcome in outcomes {
            for interval in outcome.traffic.ports.intervals {
                guard let range = PortRange(Int(interval.lowerBound), Int(interval.upperBound)) else { continue }
                ports[TransportPorts(outcome.traffic.kind.transport, range)] = outcome.chain
            }
        }
        findings = ports.keys.sorted().map { target in
            let isOurs = accepted.contains { $0.kind.transport == target.transport && $0.overlaps(target.ports) }
            return Self.finding(target, ChainName(table.name, ports[target] ?? chain.name.name), isOurs: isOurs)
        }
    }

    private static func finding(_ target: TransportPorts, _ chain: ChainName, isOurs: Bool) -> Finding {
        let what = isOurs ? "\(target) is accepted here, but" : "\(target) goes round the rules for input:"
        return DoctorFinding.translatedPort.finding(
            .warning,
            "\(what) table \(chain.table), chain \(chain.name) hands it on before they see it",
            hint:
                "publish it on an address that only those reach who may (docker run -p 127.0.0.1:…), or restrict it in "
                + "Docker's chain DOCKER-USER"
        )
    }
}

extension Traffic {
    fileprivate func overlaps(_ range: PortRange) -> Bool {
        !ports.intersection(IntervalSet([range.lower...range.upper])).isEmpty
    }
}
