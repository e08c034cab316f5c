import CNetfilter

extension Batch {
    /// Adds elements to a set, in as many messages as it takes.
    ///
    /// Ranges of a set may neither overlap nor touch each other's ends: the kernel refuses what overlaps, and merging is up to the
    /// caller.
    ///
    /// nft: `add element inet example services { tcp . 9443 counter comment "…" }`.
    public mutating func add(_ elements: [SetElement], to set: NamedSet) throws(NetfilterError) {
        try append(.newElements, elements, to: set)
    }

    /// Deletes elements of a set; their counters and comments don't matter.
    ///
    /// nft: `delete element inet example services { tcp . 9443 }`.
    public mutating func delete(_ elements: [SetElement], from set: NamedSet) throws(NetfilterError) {
        try append(.deleteElements, elements, to: set)
    }

    private mutating func append(
        _ kind: MessageKind,
        _ elements: [SetElement],
        to set: NamedSet
    ) throws(NetfilterError) {
        try check(set.name.table, set.name.name)
        let encoded = try encoded(elements, key: set.key, isInterval: set.isInterval)
        try append(kind, encoded, to: SetHandle(name: set.name.name, number: nil), of: set.name.table)
    }
}

extension Batch {
    /// The kernel's elements for `elements`, each as its attributes.
    func encoded(
        _ elements: [SetElement],
        key: SetKey,
        isInterval: Bool
    ) throws(NetfilterError) -> [[UInt8]] {
        var encoded: [[UInt8]] = []
        encoded.reserveCapacity(elements.count)
        for element in elements {
            if let comment = element.comment { try check(comment, limit: UserData.longestComment) }
            do throws(InvalidObject) {
                encoded += try element.encoded(key: key, isInterval: isInterval)
            } catch {
                throw .invalid(error)
            }
        }
        return encoded
    }

    /// Appends elements, each given as its attributes.
    mutating func append(_ kind: MessageKind, _ elements: [[UInt8]], to set: SetHandle, of table: TableName)
        throws(NetfilterError)
    {
        var next = 0
        while next < elements.count {
            try appendElements(kind, to: set, of: table) { writer in
                while next < elements.count, writer.put(attributes: elements[next]) { next += 1 }
            }
        }
    }

    /// Appends a message for elements of `set`, which `body` writes as far as there's room.
    mutating func appendElements(
        _ kind: MessageKind,
        to set: SetHandle,
        of table: TableName,
        _ body: (inout ElementWriter) -> Void
    ) throws(NetfilterError) {
        let flags = kind == .newElements ? NLM_F_CREATE : 0
        let bound = MessagePages.ordinaryMessage + Int(UInt16.max)
        try pages.append(kind, family: table.family, flags: flags, atMost: bound) { message in
            message.put(NFTA_SET_ELEM_LIST_TABLE, table.name)
            message.put(NFTA_SET_ELEM_LIST_SET, set.name)
            if let number = set.number { message.put(NFTA_SET_ELEM_LIST_SET_ID, number) }
            var writer = ElementWriter(message)
            body(&writer)
            writer.finish()
        }
    }
}
