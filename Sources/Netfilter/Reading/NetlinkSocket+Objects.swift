import CNetfilter

extension NetlinkSocket {
    /// Every table, of every family.
    ///
    /// nft: `list tables`.
    public mutating func tables() throws(NetfilterError) -> [Table] {
        try conversation.dump(.dump(.getTable), of: .newTable, Table.init)
    }

    /// The table of this name; nil where there's none.
    public mutating func table(_ name: TableName) throws(NetfilterError) -> Table? {
        let request = Request.get(.getTable, family: name.family) { $0.put(NFTA_TABLE_NAME, name.name) }
        return try conversation.find(request, of: .newTable, Table.init)
    }

    /// The chains of every table, in the order of the kernel, which is that of their creation.
    ///
    /// nft: `list chains`.
    public mutating func chains() throws(NetfilterError) -> [Chain] {
        try conversation.dump(.dump(.getChain), of: .newChain, Chain.init)
    }

    /// The chains of a table, in the order of their creation.
    public mutating func chains(of table: TableName) throws(NetfilterError) -> [Chain] {
        try conversation.chains(of: table)
    }

    /// The rules of a table, chain after chain, each chain's in their order.
    ///
    /// An anonymous set that a rule looks into has the name here that the kernel gave it; `contents` tells what is in it.
    ///
    /// nft: `list table inet example`.
    public mutating func rules(of table: TableName) throws(NetfilterError) -> [LoadedRule] {
        try conversation.rules(of: table)
    }

    /// The named counters of a table.
    ///
    /// nft: `list counters table inet example`.
    public mutating func counters(of table: TableName) throws(NetfilterError) -> [Counter] {
        try conversation.counters(of: table)
    }
}

extension Conversation where Channel: ~Copyable {
    mutating func chains(of table: TableName) throws(NetfilterError) -> [Chain] {
        let request = Request.dump(.getChain, family: table.family) { $0.put(NFTA_CHAIN_TABLE, table.name) }
        return try dump(request, of: .newChain, Chain.init).filter { $0.name.table == table }
    }

    mutating func rules(of table: TableName) throws(NetfilterError) -> [LoadedRule] {
        let request = Request.dump(.getRule, family: table.family) { $0.put(NFTA_RULE_TABLE, table.name) }
        return try dump(request, of: .newRule, LoadedRule.init).filter { $0.rule.chain.table == table }
    }

    mutating func counters(of table: TableName) throws(NetfilterError) -> [Counter] {
        let request = Request.dump(.getObject, family: table.family) {
            $0.put(NFTA_OBJ_TABLE, table.name)
            $0.put(NFTA_OBJ_TYPE, UInt32(NFT_OBJECT_COUNTER))
        }
        return try dump(request, of: .newObject, Counter.init).filter { $0.name.table == table }
    }

    /// Every object that a question brings, read again while the ruleset changes meanwhile unless that doesn't matter.
    mutating func dump<Object>(
        _ request: Request,
        of kind: MessageKind,
        keepsInterrupted: Bool = false,
        _ make: (NetlinkMessage) -> Object?
    ) throws(NetfilterError) -> [Object] {
        for _ in 0..<Self.attempts {
            var objects: [Object] = []
            let isWhole = try ask(request) { message in
                guard message.kind == kind, let object = make(message) else { return false }
                objects.append(object)
                return true
            }
            if isWhole || keepsInterrupted { return objects }
        }
        throw .interrupted
    }

    /// The one object that a question brings; nil where there's none.
    mutating func find<Object>(
        _ request: Request,
        of kind: MessageKind,
        _ make: (NetlinkMessage) -> Object?
    ) throws(NetfilterError) -> Object? {
        do throws(NetfilterError) {
            return try dump(request, of: kind, make).first
        } catch {
            if error == .system(.request, .noEntry) { return nil }
            throw error
        }
    }

    /// How often something is read before giving up.
    static var attempts: Int { 20 }
}
