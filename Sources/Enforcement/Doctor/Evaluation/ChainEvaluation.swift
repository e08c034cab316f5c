import Netfilter

/// What may become of connections in a base chain, and in those that it jumps to.
struct ChainEvaluation {
    /// What a chain may do with connections.
    ///
    /// Where it may do several things with the same ones, nothing tells which.
    struct Outcome: Hashable {
        enum Fate: Hashable {
            /// By a rule, or by the chain's policy.
            case accepted(byPolicy: Bool)
            case dropped
            /// Their address or port is changed.
            case translated
        }

        let fate: Fate
        let traffic: Traffic
        /// The chain whose rule it is.
        let chain: String
    }

    private(set) var outcomes: [Outcome] = []
    private let table: EvaluatedTable
    private let isTracked: Bool
    /// How many rules may still be applied before nothing more is said.
    private var steps = 100_000

    /// The kernel's limit (NFT_JUMP_STACK_SIZE).
    private static let deepestJump = 16

    /// Sends `traffic` through the base chain `chain` of `table`.
    init(_ chain: Chain, of table: EvaluatedTable, _ traffic: [Traffic]) {
        self.table = table
        // Connection tracking has priority -200 at prerouting and output, where a packet begins its way.
        isTracked =
            chain.base.map { base in
                base.hook == .input || [.prerouting, .output].contains(base.hook) && base.priority > -200
            } ?? false
        let rest = run(chain.name.name, traffic, depth: 0)
        let fate: Outcome.Fate = chain.base?.policy == .drop ? .dropped : .accepted(byPolicy: true)
        note(fate, rest, in: chain.name.name)
    }

    /// - Returns: What leaves the chain at its end.
    private mutating func run(_ chain: String, _ traffic: [Traffic], depth: Int) -> [Traffic] {
        guard depth <= Self.deepestJump else { return give(up: traffic, in: chain) }
        var leaving: [Traffic] = []
        for kind in traffic.kinds {
            var pending = traffic.filter { $0.kind == kind }
            for rule in table.rules[chain] ?? [] where !pending.isEmpty {
                steps -= pending.count
                guard steps > 0 else { return give(up: pending, in: chain) }
                let evaluation = RuleEvaluation(rule, pending, kind: kind, in: table, isTracked: isTracked)
                pending = evaluation.passing
                for (effect, traffic) in evaluation.effects {
                    let end = apply(effect, traffic.withoutRepeats, in: chain, depth: depth)
                    pending += end.passing
                    leaving += end.leaving
                }
                pending = pending.withoutRepeats
            }
            leaving += pending
        }
        return leaving.withoutRepeats
    }

    /// - Returns: What the next rule looks at, and what leaves the chain.
    private mutating func apply(
        _ effect: RuleEffect,
        _ traffic: [Traffic],
        in chain: String,
        depth: Int
    ) -> (passing: [Traffic], leaving: [Traffic]) {
        guard !traffic.isEmpty else { return ([], []) }
        switch effect {
        case .none: return (traffic, [])
        case .translation: note(.translated, traffic, in: chain)
        case .verdict(.accept): note(.accepted(byPolicy: false), traffic, in: chain)
        case .verdict(.drop): note(.dropped, traffic, in: chain)
        case .verdict(.return): return ([], traffic)
        case .verdict(.jump(let target)): return (run(target, traffic, depth: depth + 1), [])
        case .verdict(.goto(let target)): return ([], run(target, traffic, depth: depth + 1))
        case .verdict(.other), .anything: _ = give(up: traffic, in: chain)
        }
        return ([], [])
    }

    /// Notes that anything may become of it.
    private mutating func give(up traffic: [Traffic], in chain: String) -> [Traffic] {
        note(.accepted(byPolicy: false), traffic, in: chain)
        note(.dropped, traffic, in: chain)
        return []
    }

    private mutating func note(_ fate: Outcome.Fate, _ traffic: [Traffic], in chain: String) {
        outcomes += traffic.map { Outcome(fate: fate, traffic: $0, chain: chain) }
    }
}
