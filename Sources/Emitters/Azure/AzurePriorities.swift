import Policy

/// Gives the rules that allow their priorities.
///
/// They may stand in any order, since only what allows comes before the last rules. So a rule's priority follows from its own
/// first port, transport, and family or group, and a rule more leaves those of all others as they are. Only where two rules meet,
/// as those for ports 999 or 3,995 apart do, the later one takes the next that is free.
struct AzurePriorities {
    /// The priorities of rules that allow; what is behind them is for the last rules.
    static let range = 100...4094

    /// How many rules of a direction can have priorities of their own.
    static let quota = CloudQuota(
        "rules of one direction",
        limit: range.count,
        advice: "Azure has no more priorities: give fewer --expose, or write each node with --node"
    )

    private var taken: Set<Int> = []

    /// The priority of the rule for `target`; each one once.
    ///
    /// The last one again where none is free: `quota` refuses so many rules.
    mutating func priority(for target: TransportPorts, _ peers: AzurePeers) -> Int {
        guard taken.count < Self.range.count else { return Self.range.upperBound }
        let shift = 999 * (target.transport == .tcp ? 0 : 2) + peers.shift
        var slot = (Int(target.ports.lower) + shift) % Self.range.count
        while !taken.insert(slot).inserted { slot = (slot + 1) % Self.range.count }
        return Self.range.lowerBound + slot
    }
}

extension AzurePeers {
    /// 999 for IPv6, and a number of its own for each group's name.
    fileprivate var shift: Int {
        switch label {
        case "", "v4": 0
        case "v6": 999
        default: label.utf8.reduce(0) { ($0 * 31 + Int($1)) % AzurePriorities.range.count }
        }
    }
}
