import Netfilter

extension KernelTable {
    /// The table that a batch of these additions makes; nil where it makes none.
    init?(_ additions: [Addition]) {
        // A batch that replaces a table adds it twice: the first time so that there is one to delete.
        let tables = additions.compactMap { if case .table(let table) = $0 { table } else { nil } }
        guard let last = tables.last else { return nil }
        self.init(table: last)
        additions.forEach { append($0) }
    }

    private mutating func append(_ addition: Addition) {
        switch addition {
        case .table: break
        case .chain(let chain): chains.append(chain)
        case .counter(let counter): counters.append(counter)
        case .rule(let rule): rules.append(rule)
        case .set(let set): sets.append(FilledSet(set: set, elements: .empty(for: set)))
        case .elements(let elements, let name):
            guard let place = sets.firstIndex(where: { $0.set.name == name }) else { return }
            sets[place].elements.append(elements)
        }
    }

    /// The same with the addresses of `lists` in its sets.
    func filled(with lists: AddressLists) -> KernelTable {
        var table = self
        for place in table.sets.indices {
            guard let elements = lists[table.sets[place].set.name.name] else { continue }
            table.sets[place].elements = elements
        }
        return table
    }
}

extension KernelTable.Elements {
    /// Nothing, of the kind that `set` holds.
    fileprivate static func empty(for set: NamedSet) -> KernelTable.Elements {
        guard !set.isInterval, !set.isCounting else { return .ports([]) }
        return set.key.fields == [.ipv4Address] ? .ipv4([]) : set.key.fields == [.ipv6Address] ? .ipv6([]) : .ports([])
    }

    /// Adds what stands in a message; addresses stand in none that is kept.
    fileprivate mutating func append(_ elements: [SetElement]) {
        guard case .ports(let present) = self else { return }
        self = .ports(present + elements)
    }
}
