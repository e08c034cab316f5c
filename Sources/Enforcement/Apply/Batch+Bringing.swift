package import Netfilter

extension Batch {
    /// The fewest changes that make `wanted` of what `live` is; none where it is that already.
    ///
    /// Elements are added and deleted one by one, and the rules of a chain in which any differs are written anew. All else stays
    /// as it is and goes on counting. A table whose chains, sets or counters differ is replaced: order is creation's, so that what
    /// was added later would list behind what `nft -f` puts before it. Counters go on from what `live` has of them, so packets
    /// between reading and commit aren't counted where something had to be replaced.
    ///
    /// Everything is left as a fresh `nft -f` would leave it, but for the counters.
    package static func bringing(_ live: LiveTable, to wanted: KernelTable) throws(NetfilterError) -> Batch {
        var batch = try Batch()
        guard let present = live.table else {
            // Whoever closes a socket after a deletion waits for the kernel's grace period, even where nothing was there.
            try batch.add(wanted)
            return batch
        }
        if present.hasFrame(of: wanted) {
            try batch.changeElements(from: present, to: wanted, live.counts)
            try batch.changeRules(from: present, to: wanted)
        } else {
            try batch.replace(with: wanted.continuing(live.counts))
        }
        return batch
    }

    private mutating func changeElements(
        from present: KernelTable,
        to wanted: KernelTable,
        _ counts: TableCounts
    ) throws(NetfilterError) {
        for (old, new) in zip(present.sets, wanted.sets) where old.elements != new.elements {
            switch (old.elements, new.elements) {
            case (.ipv4(let old), .ipv4(let addresses)):
                let change = SortedDifference(from: old, to: addresses)
                try delete(ipv4Addresses: change.removed, from: new.set)
                try add(ipv4Addresses: change.added, to: new.set)
            case (.ipv6(let old), .ipv6(let addresses)):
                let change = SortedDifference(from: old, to: addresses)
                try delete(ipv6Addresses: change.removed, from: new.set)
                try add(ipv6Addresses: change.added, to: new.set)
            default:
                try changePorts(of: new.set, from: old.elements.ports, to: new.elements.ports, counts)
            }
        }
    }

    /// An element that is otherwise than before is deleted and added again.
    private mutating func changePorts(
        of set: NamedSet,
        from old: [SetElement],
        to new: [SetElement],
        _ counts: TableCounts
    ) throws(NetfilterError) {
        let (before, after) = (Set(old), Set(new))
        let counted = counts.elements[set.name] ?? [:]
        try delete(old.filter { !after.contains($0) }, from: set)
        try add(new.filter { !before.contains($0) }.map { $0.continuing(counted) }, to: set)
    }

    private mutating func changeRules(
        from present: KernelTable,
        to wanted: KernelTable
    ) throws(NetfilterError) {
        let (old, new) = (present.rulesByChain, wanted.rulesByChain)
        for chain in wanted.chains.map(\.name) where old[chain] != new[chain] {
            try flush(chain)
            for rule in new[chain] ?? [] { try add(rule) }
        }
    }
}

extension KernelTable {
    /// Whether all but elements and rules is the same, and in the same order.
    fileprivate func hasFrame(of other: KernelTable) -> Bool {
        table == other.table && counters == other.counters && chains == other.chains
            && sets.map(\.set) == other.sets.map(\.set)
    }

    fileprivate var rulesByChain: [ChainName: [Rule]] {
        Dictionary(grouping: rules, by: \.chain)
    }
}

extension KernelTable.Elements {
    /// Those that aren't plain numbers.
    fileprivate var ports: [SetElement] {
        if case .ports(let elements) = self { elements } else { [] }
    }
}
