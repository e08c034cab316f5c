import Netfilter
import Policy

/// A table with what it takes to follow a packet through it.
struct EvaluatedTable {
    let name: TableName
    let baseChains: [Chain]
    let rules: [String: [Rule]]
    let sets: [String: SetContent]
    /// Maps of verdicts: for each element what it stands for and what becomes of it.
    let verdicts: [String: [(SetContent, Netfilter.Verdict)]]
}

extension EvaluatedTable {
    /// A table of ours, whether or not it is loaded.
    init(_ table: KernelTable) {
        name = table.table.name
        baseChains = table.chains.filter { $0.base != nil }
        rules = Dictionary(grouping: table.rules) { $0.chain.name }
        sets = Dictionary(table.sets.map { ($0.set.name.name, SetContent($0)) }) { first, _ in first }
        verdicts = [:]
    }

    /// The table called `name`, of whose chains `chains` are those with a hook.
    init(
        _ name: TableName,
        _ chains: [Chain],
        from socket: inout NetlinkSocket
    ) throws(NetfilterError) {
        var sets: [String: SetContent] = [:]
        var verdicts: [String: [(SetContent, Netfilter.Verdict)]] = [:]
        for loaded in try socket.sets(of: name) {
            let (set, count) = (loaded.set, loaded.elementCount ?? 0)
            guard count <= Self.largestSet else { continue }
            if loaded.isMap {
                verdicts[set.name.name] = try socket.verdicts(in: set).map {
                    (SetContent(set.key, [$0.element]), $0.verdict)
                }
            } else {
                sets[set.name.name] = SetContent(set.key, try socket.elements(of: set))
            }
        }
        self.name = name
        self.sets = sets
        self.verdicts = verdicts
        baseChains = chains
        rules = Dictionary(grouping: try socket.rules(of: name).map(\.rule)) { $0.chain.name }
    }

    /// Larger sets aren't read, since the kernel takes quadratic time for that: 6 ms for 10,000 elements, 0.4 s for 100,000.
    private static let largestSet = 20_000
}

extension SetContent {
    fileprivate init(_ filled: KernelTable.FilledSet) {
        switch filled.elements {
        case .ipv4(let addresses):
            self = .single(IntervalSet(addresses.map { UInt128($0)...UInt128($0) }), length: 4)
        case .ipv6(let addresses): self = .single(IntervalSet(addresses.map { $0...$0 }), length: 16)
        case .ports(let elements): self.init(filled.set.key, elements)
        }
    }
}
