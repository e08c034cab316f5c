import Netfilter
import Policy

/// Ports that a chain of type nat hands to somewhere else before the input hook, as Docker does with those that it publishes.
struct TranslatedPorts {
    let findings: [Finding]

    /// - Parameters:
    ///   - chain: A base chain.
    ///   - table: Its table.
    ///   - accepted: What our table accepts.
    ///   - focus: The only ports to look after; nil for all.
    init(_ chain: Chain, of table: EvaluatedTable, _ accepted: [Traffic], at focus: TransportPorts? = nil) {
        let everything = table.name.kinds.map(Traffic.init(everyConnection:))
        let outcomes = ChainEvaluation(chain, of: table, everything).outcomes.filter { $0.fate == .translated }
        var ports: [TransportPorts: String] = [:]
        for outcome in outcomes {
            for interval in outcome.traffic.ports.intervals {
                guard let range = PortRange(Int(interval.lowerBound), Int(interval.upperBound)),
                    let transport = outcome.traffic.kind.transport
                else { continue }
                ports[TransportPorts(transport, range)] = outcome.chain
            }
        }
        let targets = ports.keys.sorted().filter { focus?.overlaps($0) ?? true }
        let causes = targets.map { target in
            let isOurs = accepted.contains { $0.kind.transport == target.transport && $0.overlaps(target.ports) }
            return Cause(chain: ChainName(table.name, ports[target] ?? chain.name.name), isOurs: isOurs)
        }
        var seen: [Cause] = []
        for cause in causes where !seen.contains(cause) { seen.append(cause) }
        findings = seen.map { cause in
            cause.finding(zip(targets, causes).filter { $1 == cause }.map(\.0))
        }
    }

    /// A chain that hands ports on, either ones that our table accepts or others.
    private struct Cause: Hashable {
        let chain: ChainName
        let isOurs: Bool

        func finding(_ ports: [TransportPorts]) -> Finding {
            let (list, isOne) = (ports.map(\.description).joined(separator: ", "), ports.count == 1)
            let what =
                isOurs
                ? "\(list) \(isOne ? "is" : "are") accepted here, but"
                : "\(list) \(isOne ? "goes" : "go") round the rules for input:"
            return DoctorFinding.translatedPort.finding(
                .warning,
                "\(what) table \(chain.table), chain \(chain.name) hands \(isOne ? "it" : "them") on before they see it",
                hint:
                    "publish it on an address that only those reach who may (docker run -p 127.0.0.1:…), or restrict "
                    + "it in Docker's chain DOCKER-USER"
            )
        }
    }
}

extension Traffic {
    fileprivate func overlaps(_ range: PortRange) -> Bool {
        !ports.intersection(IntervalSet([range.lower...range.upper])).isEmpty
    }
}
