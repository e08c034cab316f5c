import CNetfilter

extension Batch {
    /// The same batch with counters that go on from what `contents` counted: those with a name, and those of a set's elements.
    ///
    /// So a table that was kept as bytes comes back without losing what was counted meanwhile. What `contents` doesn't have begins
    /// with what it has in this batch; elements that don't count are copied as they are, however many there are.
    ///
    /// - Throws: `malformedBatch`, `outOfMemory`.
    public borrowing func continuing(_ contents: TableContents) throws(NetfilterError) -> Batch {
        var batch = try Batch()
        var countingSets: [ObjectName: NamedSet] = [:]
        guard let messages = NetlinkMessage.split(pages.bytes[...]) else { throw .malformedBatch }
        for message in messages {
            if let counter = contents.continued(message) {
                try batch.add(counter)
            } else if let (elements, set) = contents.continued(message, among: countingSets) {
                try batch.add(elements, to: set)
            } else {
                try batch.pages.append(copyOf: message)
            }
            guard message.kind == .newSet, let set = LoadedSet(message)?.set, set.isCounting else { continue }
            countingSets[set.name] = set
        }
        batch.setCount = setCount
        return batch
    }
}

extension TableContents {
    /// The counter that `message` adds, where there is one of its name here.
    fileprivate func continued(_ message: NetlinkMessage) -> Counter? {
        guard message.kind == .newObject, var counter = Counter(message),
            let found = counters.first(where: { $0.name == counter.name })
        else { return nil }
        counter.value = found.value
        return counter
    }

    /// The elements that `message` adds to one of `sets`; nil where it does something else.
    fileprivate func continued(
        _ message: NetlinkMessage,
        among sets: [ObjectName: NamedSet]
    ) -> (elements: [SetElement], set: NamedSet)? {
        guard message.kind == .newElements,
            let set = sets[message.object(NFTA_SET_ELEM_LIST_TABLE, NFTA_SET_ELEM_LIST_SET)],
            let stored = StoredElement.list(message)
        else { return nil }
        let values = counts(of: set.name)
        return (SetElement.list(stored, of: set).map { $0.counting(from: values[$0.key]) }, set)
    }

    private func counts(of set: ObjectName) -> [[FieldValue]: CounterValue] {
        let counted = (elements[set] ?? []).compactMap { element in element.counter.map { (element.key, $0) } }
        return Dictionary(counted) { first, _ in first }
    }
}

extension SetElement {
    /// The same with a counter that begins with `value`, where there is one.
    fileprivate func counting(from value: CounterValue?) -> SetElement {
        guard counter != nil, let value else { return self }
        var element = self
        element.counter = value
        return element
    }
}
