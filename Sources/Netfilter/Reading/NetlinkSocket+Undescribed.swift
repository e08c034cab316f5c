import CNetfilter

extension NetlinkSocket {
    /// What a table holds that this library reads in part or not at all, in nft's words: `map inet example ports`.
    ///
    /// A table that is written again from its `contents` lacks it.
    ///
    /// - Returns: Maps and sets with timeouts or other expressions than counters, then chains at devices, other objects than
    ///   counters, and flow tables.
    public mutating func undescribed(in table: TableName) throws(NetfilterError) -> [String] {
        let sets = try sets(of: table).filter { !$0.isDescribed }.map(\.kindAndName)
        return try sets + conversation.chainsAtDevices(in: table) + conversation.otherObjects(in: table)
            + conversation.flowTables(in: table)
    }
}

extension LoadedSet {
    fileprivate var kindAndName: String {
        let kind = otherFlags & UInt32(NFT_SET_MAP.rawValue | NFT_SET_OBJECT.rawValue) == 0 ? "set" : "map"
        return isAnonymous ? "a \(kind) without a name" : "\(kind) \(set.name)"
    }
}

extension Conversation where Channel: ~Copyable {
    fileprivate mutating func chainsAtDevices(in table: TableName) throws(NetfilterError) -> [String] {
        let request = Request.dump(.getChain, family: table.family) { $0.put(NFTA_CHAIN_TABLE, table.name) }
        return try undescribed(request, of: .newChain) { message in
            let name = message.chain(NFTA_CHAIN_TABLE, NFTA_CHAIN_NAME)
            let hook = message.attributes.nest(NFTA_CHAIN_HOOK)
            let isAtDevice = hook?.content(NFTA_HOOK_DEV) != nil || hook?.content(NFTA_HOOK_DEVS) != nil
            return name.table == table && isAtDevice ? "chain \(name)" : nil
        }
    }

    fileprivate mutating func otherObjects(in table: TableName) throws(NetfilterError) -> [String] {
        let request = Request.dump(.getObject, family: table.family) { $0.put(NFTA_OBJ_TABLE, table.name) }
        return try undescribed(request, of: .newObject) { message in
            let name = message.object(NFTA_OBJ_TABLE, NFTA_OBJ_NAME)
            let type = message.attributes.number(NFTA_OBJ_TYPE, as: UInt32.self)
            guard name.table == table, type != UInt32(NFT_OBJECT_COUNTER) else { return nil }
            return "\(type.flatMap { Self.objectKinds[$0] } ?? "object") \(name)"
        }
    }

    /// As nft calls the kinds of objects besides counters.
    private static var objectKinds: [UInt32: String] {
        [
            UInt32(NFT_OBJECT_QUOTA): "quota", UInt32(NFT_OBJECT_CT_HELPER): "ct helper",
            UInt32(NFT_OBJECT_LIMIT): "limit", UInt32(NFT_OBJECT_CT_TIMEOUT): "ct timeout",
            UInt32(NFT_OBJECT_SECMARK): "secmark", UInt32(NFT_OBJECT_CT_EXPECT): "ct expectation",
            UInt32(NFT_OBJECT_SYNPROXY): "synproxy",
        ]
    }

    fileprivate mutating func flowTables(in table: TableName) throws(NetfilterError) -> [String] {
        let request = Request.dump(.getFlowTable, family: table.family) { $0.put(NFTA_FLOWTABLE_TABLE, table.name) }
        return try undescribed(request, of: .newFlowTable) { message in
            let name = message.object(NFTA_FLOWTABLE_TABLE, NFTA_FLOWTABLE_NAME)
            return name.table == table ? "flowtable \(name)" : nil
        }
    }

    /// The names that `name` finds in the answers.
    private mutating func undescribed(
        _ request: Request,
        of kind: MessageKind,
        _ name: (NetlinkMessage) -> String?
    ) throws(NetfilterError) -> [String] {
        try dump(request, of: kind) { message in .some(name(message)) }.compactMap(\.self)
    }
}
