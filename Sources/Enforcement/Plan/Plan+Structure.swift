import HostRuleset
import Netfilter

extension Plan {
    /// What differs besides ports and addresses: chains and their policies, rules, and what somebody added by hand.
    static func structureChanges(_ before: KernelTable, _ wanted: KernelTable) -> [PlannedChange] {
        tableChanges(before, wanted) + scopeChanges(before, wanted) + chainChanges(before, wanted)
            + ruleChanges(before, wanted)
            + setChanges(before, wanted) + counterChanges(before, wanted)
    }

    /// A dormant table has no hook: packets pass by it.
    private static func tableChanges(_ before: KernelTable, _ wanted: KernelTable) -> [PlannedChange] {
        var details: [String] = []
        if before.table.isDormant != wanted.table.isDormant {
            details.append(
                before.table.isDormant ? "it is dormant, so that nothing of it is in force" : "it becomes dormant"
            )
        }
        if let owner = TableOwner(of: before.table) ?? TableOwner(of: wanted.table) {
            details.append("it belongs to \(owner.name) (flags owner), and nobody else can change it")
        }
        return details.map { PlannedChange(.change, "table \(wanted.table.name)", $0) }
    }

    /// That other traffic of the host is decided as well, or no more; the chains and rules behind it mean nothing to most readers.
    private static func scopeChanges(_ before: KernelTable, _ wanted: KernelTable) -> [PlannedChange] {
        guard before.leavesOthersAlone != wanted.leavesOthersAlone else { return [] }
        let detail =
            wanted.leavesOthersAlone
            ? "it passes, whatever was decided about it before: --scope product"
            : "it passes no more unless a rule opens it: --scope host"
        return [PlannedChange(.change, "what is none of the products' own ports", detail)]
    }

    private static func chainChanges(_ before: KernelTable, _ wanted: KernelTable) -> [PlannedChange] {
        let old = Dictionary(before.chains.map { ($0.name, $0) }) { first, _ in first }
        let names = Set(wanted.chains.map(\.name))
        let removed = before.chains.filter { !names.contains($0.name) }.map {
            PlannedChange(.remove, "chain \($0.name.name)")
        }
        let others = wanted.chains.compactMap { chain -> PlannedChange? in
            guard let present = old[chain.name] else { return PlannedChange(.add, "chain \(chain.name.name)") }
            guard present != chain else { return nil }
            return PlannedChange(.change, "chain \(chain.name.name)", present.difference(to: chain))
        }
        return removed + others
    }

    /// Rules that only jump by an address are named by their addresses.
    private static func ruleChanges(_ before: KernelTable, _ wanted: KernelTable) -> [PlannedChange] {
        let places = AccessPlaces(before).union(AccessPlaces(wanted))
        let old = before.rulesByChain { places.target(of: $0) == nil }
        let new = wanted.rulesByChain { places.target(of: $0) == nil }
        return wanted.chains.map(\.name).flatMap { chain in
            changes(of: chain, from: old[chain] ?? [], to: new[chain] ?? [])
        }
    }

    private static func changes(of chain: ChainName, from old: [Rule], to new: [Rule]) -> [PlannedChange] {
        let difference = new.difference(from: old)
        guard !difference.isEmpty else { return [] }
        if old.count == new.count, Set(old) == Set(new) {
            return [PlannedChange(.change, "the order of rules in chain \(chain.name)")]
        }
        let changes = difference.map { change in
            switch change {
            case .remove(let place, let rule, _): (place, rule, PlannedChange.Action.remove)
            case .insert(let place, let rule, _): (place, rule, PlannedChange.Action.add)
            }
        }
        // Of the removals the last comes first in a difference.
        return changes.sorted { ($0.0, $0.2 == .remove ? 0 : 1) < ($1.0, $1.2 == .remove ? 0 : 1) }.map {
            PlannedChange($0.2, "rule \($0.0 + 1) of chain \(chain.name)", $0.1.summary)
        }
    }

    /// Sets of ports and addresses are named by what is in them; what is left is how they are declared, and foreign ones.
    private static func setChanges(_ before: KernelTable, _ wanted: KernelTable) -> [PlannedChange] {
        let old = Dictionary(before.sets.map { ($0.set.name, $0.set) }) { first, _ in first }
        let names = Set(wanted.sets.map(\.set.name))
        let removed = before.unnamedSets.filter { !names.contains($0.name) }
        let added = wanted.unnamedSets.filter { old[$0.name] == nil }
        let changed = wanted.sets.compactMap { filled -> PlannedChange? in
            guard let present = old[filled.set.name], present != filled.set else { return nil }
            return PlannedChange(.change, "set \(filled.set.name.name)", present.difference(to: filled.set))
        }
        return removed.map { PlannedChange(.remove, "set \($0.name.name)") }
            + added.map { PlannedChange(.add, "set \($0.name.name)") } + changed
    }

    private static func counterChanges(_ before: KernelTable, _ wanted: KernelTable) -> [PlannedChange] {
        let (old, new) = (Set(before.counters), Set(wanted.counters))
        return before.counters.filter { !new.contains($0) }.map { PlannedChange(.remove, "counter \($0.name.name)") }
            + wanted.counters.filter { !old.contains($0) }.map { PlannedChange(.add, "counter \($0.name.name)") }
    }
}

extension KernelTable {
    /// Whether it decides about the products' own ports alone.
    fileprivate var leavesOthersAlone: Bool {
        chains.contains { $0.name.name == HostRuleset.ObjectName.fenced.description }
    }

    fileprivate func rulesByChain(where isIncluded: (Rule) -> Bool) -> [ChainName: [Rule]] {
        Dictionary(grouping: rules.filter(isIncluded), by: \.chain)
    }
}

extension KernelTable {
    /// The sets that the lines about ports and addresses don't tell of.
    fileprivate var unnamedSets: [NamedSet] {
        let places = AccessPlaces(self)
        let asked = rules.filter { places.target(of: $0) != nil }.compactMap { rule -> String? in
            guard case .set(let name, _)? = AddressMatcher(rule.expressions.dropLast()) else { return nil }
            return name
        }
        let told = Set(asked)
        return sets.map(\.set).filter { $0.name.name.place == nil && !told.contains($0.name.name) }
    }
}

extension NamedSet {
    fileprivate func difference(to other: NamedSet) -> String {
        var resized = self
        resized.capacity = other.capacity
        guard resized == other else { return "it is declared otherwise" }
        return
            "size \(capacity.map(String.init) ?? "unlimited") becomes \(other.capacity.map(String.init) ?? "unlimited")"
    }
}

extension Chain {
    fileprivate func difference(to other: Chain) -> String {
        guard let one = base, let two = other.base else { return "it is a base chain, or isn't one any more" }
        var parts: [String] = []
        if one.policy != two.policy { parts.append("policy \(one.policy) becomes \(two.policy)") }
        if one.priority != two.priority { parts.append("priority \(one.priority) becomes \(two.priority)") }
        if one.hook != two.hook || one.kind != two.kind { parts.append("it hangs on another hook") }
        return parts.isEmpty ? "its comment" : parts.joined(separator: ", ")
    }
}

extension Rule {
    /// In nft's words, which may be a long list.
    fileprivate var summary: String {
        let text = description
        return text.count > 200 ? "\(text.prefix(200))…" : text
    }
}
