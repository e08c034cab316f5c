import CNetfilter

/// Changes that the kernel makes together or not at all, in their order.
///
/// Everything a change refers to must be there already or come before it: a table before its chains, a chain before the rules
/// that jump to it. `NetlinkSocket.commit` sends it, as often as wanted.
///
/// ```swift
/// var batch = try Batch()
/// try batch.add(Table(example))
/// try batch.add(Chain(input, base: BaseChain(.filter, .input, priority: 0, policy: .drop)))
/// try batch.add(Rule(in: input, [.match(.tcpDestination, 22), .accept]))
/// try NetlinkSocket().commit(batch)
/// ```
public struct Batch: ~Copyable {
    var pages: MessagePages
    /// How many sets were added: each is known by a number of its own until the kernel has it.
    var setCount: UInt32 = 0

    /// An empty batch.
    public init() throws(NetfilterError) {
        self.init(try MessagePages(), setCount: 0)
    }

    /// A batch of messages, among which so many sets were added.
    init(_ pages: consuming MessagePages, setCount: Int) {
        self.pages = pages
        self.setCount = UInt32(setCount)
    }

    /// Whether nothing would change.
    public var isEmpty: Bool { pages.count == 0 }

    /// Whether it changes nothing but elements of sets that are there.
    public var changesOnlyElements: Bool { pages.areElements }

    /// How many messages it takes, each up to 64 KiB: one for each object, and one for about 1,600 intervals of addresses.
    public var messageCount: Int { Int(pages.count) }
}

extension Batch {
    /// Adds a table; where it exists, changes whether it is dormant.
    ///
    /// nft: `add table inet example { comment "…"; }`.
    public mutating func add(_ table: Table) throws(NetfilterError) {
        try append(table, flags: NLM_F_CREATE)
    }

    /// Adds a table; the kernel refuses the batch if there is one of its name.
    ///
    /// nft: `create table inet example { comment "…"; }`.
    public mutating func create(_ table: Table) throws(NetfilterError) {
        try append(table, flags: NLM_F_CREATE | NLM_F_EXCL)
    }

    private mutating func append(_ table: Table, flags: Int32) throws(NetfilterError) {
        try check(table.name, comment: table.comment)
        let object = try TableObject.make(table)
        try pages.append(.newTable, family: table.name.family, flags: flags) { object.write(to: $0) }
    }

    /// Deletes a table with all that it holds.
    ///
    /// nft: `delete table inet example`.
    public mutating func delete(_ table: TableName) throws(NetfilterError) {
        try check(table)
        try pages.append(.deleteTable, family: table.family) { $0.put(NFTA_TABLE_NAME, table.name) }
    }

    /// Adds a chain; where it exists, changes its policy.
    ///
    /// nft: `add chain inet example input { type filter hook input priority 0; policy drop; }`.
    public mutating func add(_ chain: Chain) throws(NetfilterError) {
        try check(chain.name.table, chain.name.name, comment: chain.comment)
        if let base = chain.base { try check(base.kind.rawValue) }
        let object = try ChainObject.make(chain)
        try pages.append(.newChain, family: chain.name.table.family, flags: NLM_F_CREATE) { object.write(to: $0) }
    }

    /// Deletes a chain, which must be empty and not be jumped to.
    ///
    /// nft: `delete chain inet example services`.
    public mutating func delete(_ chain: ChainName) throws(NetfilterError) {
        try check(chain.table, chain.name)
        try pages.append(.deleteChain, family: chain.table.family) {
            $0.put(NFTA_CHAIN_TABLE, chain.table.name)
            $0.put(NFTA_CHAIN_NAME, chain.name)
        }
    }

    /// Adds a counter; one that exists keeps its numbers.
    ///
    /// nft: `add counter inet example dropped { comment "…"; packets 0 bytes 0; }`.
    public mutating func add(_ counter: Counter) throws(NetfilterError) {
        try check(counter.name.table, counter.name.name, comment: counter.comment)
        let object = try CounterObject(counter)
        try pages.append(.newObject, family: counter.name.table.family, flags: NLM_F_CREATE) { object.write(to: $0) }
    }

    /// Deletes a counter, which no rule may use.
    ///
    /// nft: `delete counter inet example dropped`.
    public mutating func delete(counter: ObjectName) throws(NetfilterError) {
        try check(counter.table, counter.name)
        try pages.append(.deleteObject, family: counter.table.family) {
            $0.put(NFTA_OBJ_TABLE, counter.table.name)
            $0.put(NFTA_OBJ_NAME, counter.name)
            $0.put(NFTA_OBJ_TYPE, UInt32(NFT_OBJECT_COUNTER))
        }
    }
}
