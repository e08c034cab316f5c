package import Netfilter

/// What the counters of a table have counted.
package struct TableCounts: Hashable, Sendable {
    /// Of its named counters.
    package internal(set) var counters: [ObjectName: CounterValue] = [:]
    /// Of the elements of its sets, by the set's name and the element's key.
    package internal(set) var elements: [ObjectName: [[FieldValue]: CounterValue]] = [:]

    /// Nothing.
    package init() {}

    init(_ contents: TableContents) {
        for counter in contents.counters { counters[counter.name] = counter.value }
        for (set, found) in contents.elements {
            elements[set] = Dictionary(found.compactMap { element in element.counter.map { (element.key, $0) } }) {
                first,
                _ in first
            }
        }
    }
}

extension KernelTable {
    /// The same with counters that go on from `counts` where something counted there that has the same name, or set and key.
    func continuing(_ counts: TableCounts) -> KernelTable {
        var table = self
        for index in table.counters.indices {
            let name = table.counters[index].name
            table.counters[index].value = counts.counters[name] ?? CounterValue()
        }
        for index in table.sets.indices {
            guard case .ports(let elements) = table.sets[index].elements else { continue }
            let counted = counts.elements[table.sets[index].set.name] ?? [:]
            table.sets[index].elements = .ports(elements.map { $0.continuing(counted) })
        }
        return table
    }
}

extension SetElement {
    /// The same with a counter, if it has one, that goes on from what its key has in `counts`.
    func continuing(_ counts: [[FieldValue]: CounterValue]) -> SetElement {
        guard counter != nil, let count = counts[key] else { return self }
        var element = self
        element.counter = count
        return element
    }
}
