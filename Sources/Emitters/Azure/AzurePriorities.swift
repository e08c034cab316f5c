import Policy

/// Gives the rules that allow their priorities.
///
/// They may stand in any order, since only what allows comes before the last rules. So a rule's priority follows from its own
/// ports, transport, and family or group, and a rule more leaves those of all others as they are. Where two rules meet, the later one
/// takes the next that is free: harmless in a template, which replaces all rules at once. Terraform changes rules one by one, so that
/// it refuses them (`met`).
struct AzurePriorities {
    /// The priorities of rules that allow; what is behind them is for the last rules.
    static let range = 100...4094

    /// The priorities of rules for addresses; those for groups are behind them, so that the two kinds never meet.
    private static let ofAddresses = 2493

    /// How many rules of a direction can have priorities of their own.
    static let quota = CloudQuota(
        "rules of one direction",
        limit: range.count,
        advice: "Azure has no more priorities: give fewer --expose, or write each node with --node"
    )

    private var taken: Set<Int> = []

    /// The labels of rules that didn't get the priority that follows from themselves.
    private(set) var met: [String] = []

    /// The priority of the rule called `name` for addresses of one family; each one once.
    ///
    /// The numbers are such that no two ports of WSO2's products meet, in either family and with every offset up to 10, nor any of them
    /// and the usual ports of SSH, mail, directories and databases.
    mutating func priority(of name: String, for target: TransportPorts, isIPv6: Bool) -> Int {
        let width = Int(target.ports.upper) - Int(target.ports.lower)
        let shift = (target.transport == .tcp ? 0 : 7) + (isIPv6 ? 1246 : 0) + 131 * width
        return free(name, slot: (Int(target.ports.lower) + shift) % Self.ofAddresses)
    }

    /// The priority of the rule called `name` for the group `group`; each one once.
    mutating func priority(of name: String, _ transport: Transport, group: String) -> Int {
        let room = Self.range.count - Self.ofAddresses
        let hash = group.utf8.reduce(0) { ($0 * 31 + Int($1)) % 999_983 }
        return free(name, slot: Self.ofAddresses + (2 * hash + (transport == .tcp ? 0 : 1)) % room)
    }

    /// The last one again if none is free: `quota` refuses so many rules.
    private mutating func free(_ name: String, slot: Int) -> Int {
        guard taken.count < Self.range.count else { return Self.range.upperBound }
        var slot = slot
        if taken.contains(slot) { met.append(name) }
        while !taken.insert(slot).inserted { slot = (slot + 1) % Self.range.count }
        return Self.range.lowerBound + slot
    }
}
