import CNetfilter

extension Batch {
    /// Adds a set without elements; one that exists keeps its own.
    ///
    /// nft: `add set inet example services { type inet_proto . inet_service; counter; comment "…"; }`.
    public mutating func add(_ set: NamedSet) throws(NetfilterError) {
        let table = set.name.table
        try check(table, set.name.name, comment: set.comment)
        let flags = Self.flags(isInterval: set.isInterval, set.key)
        setCount += 1
        let object = try SetObject.make(
            table: table,
            name: set.name.name,
            number: setCount,
            key: checked(set.key),
            flags: flags
        )
        try object.set(NFTNL_SET_USERDATA, UserData.set(key: set.key, comment: set.comment))
        if set.isInterval, set.key.isConcatenation {
            try object.set(NFTNL_SET_DESC_CONCAT, set.key.fields.map { UInt8($0.length) })
        }
        if let capacity = set.capacity { object.set(NFTNL_SET_DESC_SIZE, capacity) }
        if set.isCounting { try ExpressionObject.counter(CounterValue()).give(to: object) }
        try pages.append(.newSet, family: table.family, flags: NLM_F_CREATE) { object.write(to: $0) }
    }

    /// Deletes a set, which no rule may look into.
    ///
    /// nft: `delete set inet example services`.
    public mutating func delete(set: ObjectName) throws(NetfilterError) {
        try check(set.table, set.name)
        try pages.append(.deleteSet, family: set.table.family) {
            $0.put(NFTA_SET_TABLE, set.table.name)
            $0.put(NFTA_SET_NAME, set.name)
        }
    }

    /// Deletes every element of a set.
    ///
    /// nft: `flush set inet example services`.
    public mutating func flush(set: ObjectName) throws(NetfilterError) {
        try check(set.table, set.name)
        try pages.append(.deleteElements, family: set.table.family) {
            $0.put(NFTA_SET_ELEM_LIST_TABLE, set.table.name)
            $0.put(NFTA_SET_ELEM_LIST_SET, set.name)
        }
    }

    /// Adds a set that has no name before the kernel gives it one, and then never changes, with its elements' attributes.
    mutating func add(_ set: AnonymousSet, elements: [[UInt8]], to table: TableName) throws(NetfilterError) {
        setCount += 1
        let handle = SetHandle.anonymous(setCount)
        let flags = UInt32(NFT_SET_ANONYMOUS.rawValue | NFT_SET_CONSTANT.rawValue)
        let object = try SetObject.make(
            table: table,
            name: handle.name,
            number: setCount,
            key: checked(set.key),
            flags: flags | Self.flags(isInterval: set.isInterval, set.key)
        )
        object.set(NFTNL_SET_DESC_SIZE, UInt32(elements.count))
        try object.set(NFTNL_SET_USERDATA, UserData.set(key: set.key, comment: nil))
        try pages.append(.newSet, family: table.family, flags: NLM_F_CREATE) { object.write(to: $0) }
        try append(.newElements, elements, to: handle, of: table)
    }

    private static func flags(isInterval: Bool, _ key: SetKey) -> UInt32 {
        guard isInterval else { return 0 }
        let interval = UInt32(NFT_SET_INTERVAL.rawValue)
        return key.isConcatenation ? interval | UInt32(NFT_SET_CONCAT.rawValue) : interval
    }

    private func checked(_ key: SetKey) throws(NetfilterError) -> SetKey {
        guard 1...64 ~= key.length else { throw .invalid(.key(key.fields)) }
        return key
    }
}
