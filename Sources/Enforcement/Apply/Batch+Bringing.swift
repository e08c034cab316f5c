package import Netfilter

extension Batch {
    /// What makes `wanted` of what `live` is; empty if it is that already.
    ///
    /// A packet takes its rules' generation once, at the hook, and looks into each set by the generation of that moment. So a
    /// transaction that changed two sets, or a set and a chain, would show it the old addresses and the new ports, and let in what
    /// both policies forbid; `established` would let in all that follows. Only the elements of one set change in place, or of one
    /// for each family: a packet sees that set as it was or as it will be, and all else is the same in both. Sets that no rule
    /// looks into, like the policy's digest, change along.
    ///
    /// Everything else replaces the table: its rules look into sets of their own. Counters go on from what `live` has of them,
    /// so packets between reading and commit aren't counted where something had to be replaced.
    ///
    /// Everything is left as a fresh `nft -f` would leave it, but for the counters.
    package static func bringing(_ live: LiveTable, to wanted: KernelTable) throws(NetfilterError) -> Batch {
        var batch = try Batch()
        guard let present = live.table else {
            // Whoever closes a socket after a deletion waits for the kernel's grace period, even where nothing was there.
            try batch.create(wanted)
            return batch
        }
        if live.undescribed.isEmpty, present.changesInPlace(to: wanted) {
            try batch.changeElements(from: present, to: wanted, live.counts)
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
}

extension KernelTable {
    /// Whether only elements differ, and those of no more than one set that a packet looks into.
    func changesInPlace(to other: KernelTable) -> Bool {
        guard hasFrame(of: other) else { return false }
        let changed = zip(sets, other.sets).filter { $0.elements != $1.elements }.map(\.0)
        let used = changed.filter { filled in rules.contains { $0.looks(into: filled.set.name.name) } }
        guard used.map(\.set.name.name).allSatisfy(onlyLetsIn) else { return false }
        return used.count <= 1 || used.count == 2 && Set(used.compactMap(familyOfPackets)).count == 2
    }

    /// Whether only IPv6 packets look into `filled`, or only IPv4 packets (false); nil if packets of both may.
    private func familyOfPackets(into filled: FilledSet) -> Bool? {
        let isIPv6: Bool
        switch filled.elements {
        case .ipv4: isIPv6 = false
        case .ipv6: isIPv6 = true
        case .ports: return nil
        }
        // An address matcher asks for the family first.
        let isAskedByFamily = rules.filter { $0.looks(into: filled.set.name.name) }.allSatisfy {
            if case .set? = AddressMatcher($0.expressions.dropLast()) { true } else { false }
        }
        return isAskedByFamily ? isIPv6 : nil
    }

    /// Whether all but elements is the same, and in the same order.
    private func hasFrame(of other: KernelTable) -> Bool {
        table == other.table && counters == other.counters && chains == other.chains && rules == other.rules
            && sets.map(\.set) == other.sets.map(\.set)
    }

    /// Whether to be in `set` can only let a packet in.
    ///
    /// Then it doesn't matter if one lookup sees it before a change and another one after it. Rules that somebody wrote by hand may
    /// ask otherwise.
    private func onlyLetsIn(_ set: String) -> Bool {
        rules.filter { $0.looks(into: set) }.allSatisfy { rule in
            let isInverted = rule.expressions.contains(where: \.isInvertedLookup)
            guard case .verdict(let verdict)? = rule.expressions.last, !isInverted else { return false }
            guard case .jump(let name) = verdict else { return verdict == .accept }
            return rules.filter { $0.chain.name == name }.allSatisfy { $0.expressions.last == .verdict(.accept) }
        }
    }
}

extension Rule {
    /// Whether it looks into the named set `set`, or has a step that might.
    fileprivate func looks(into set: String) -> Bool {
        expressions.contains { expression in
            switch expression {
            case .lookup(.named(set), _, _), .other: true
            default: false
            }
        }
    }
}

extension Expression {
    fileprivate var isInvertedLookup: Bool {
        if case .lookup(_, isInverted: true, _) = self { true } else { false }
    }
}

extension KernelTable.Elements {
    /// Those that aren't plain numbers.
    fileprivate var ports: [SetElement] {
        if case .ports(let elements) = self { elements } else { [] }
    }
}
