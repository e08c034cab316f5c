import CNetfilter

extension NetlinkSocket {
    /// The sets of a table, anonymous ones too, without their elements.
    ///
    /// nft: `list sets table inet example`.
    public mutating func sets(of table: TableName) throws(NetfilterError) -> [LoadedSet] {
        try conversation.sets(of: table)
    }

    /// The set of this name, without its elements; nil where there's none.
    public mutating func set(_ name: ObjectName) throws(NetfilterError) -> LoadedSet? {
        let request = Request.get(.getSet, family: name.table.family) {
            $0.put(NFTA_SET_TABLE, name.table.name)
            $0.put(NFTA_SET_NAME, name.name)
        }
        return try conversation.find(request, of: .newSet, LoadedSet.init)
    }

    /// Every element of a set, in ascending order, with comments and counters.
    ///
    /// The kernel takes quadratic time for a set of one field: half a second for 100,000 intervals, 18 for 500,000.
    ///
    /// nft: `list set inet example services`.
    public mutating func elements(of set: NamedSet) throws(NetfilterError) -> [SetElement] {
        try conversation.elements(of: set)
    }

    /// The IPv4 addresses in a set of one field, in ascending order, without an object for each.
    public mutating func ipv4Addresses(in set: NamedSet) throws(NetfilterError) -> [UInt32] {
        try conversation.addresses(in: set)
    }

    /// The IPv6 addresses in a set of one field, in ascending order, without an object for each.
    public mutating func ipv6Addresses(in set: NamedSet) throws(NetfilterError) -> [UInt128] {
        try conversation.addresses(in: set)
    }

    /// The intervals of IPv4 addresses in a set of one field with `isInterval`, in ascending order.
    public mutating func ipv4Intervals(in set: NamedSet) throws(NetfilterError) -> [ClosedRange<UInt32>] {
        try conversation.intervals(of: set)
    }

    /// The intervals of IPv6 addresses in a set of one field with `isInterval`, in ascending order.
    public mutating func ipv6Intervals(in set: NamedSet) throws(NetfilterError) -> [ClosedRange<UInt128>] {
        try conversation.intervals(of: set)
    }

    /// The element of `set` that has `key`, or whose range it is in, without reading the others; nil where there's none.
    ///
    /// nft: `get element inet example services { tcp . 9443 }`.
    public mutating func element(_ key: [FieldValue], of set: NamedSet) throws(NetfilterError) -> SetElement? {
        try conversation.element(key, of: set)
    }
}

extension Conversation where Channel: ~Copyable {
    mutating func sets(of table: TableName) throws(NetfilterError) -> [LoadedSet] {
        let request = Request.dump(.getSet, family: table.family) { $0.put(NFTA_SET_TABLE, table.name) }
        return try dump(request, of: .newSet, LoadedSet.init).filter { $0.set.name.table == table }
    }

    mutating func elements(of set: NamedSet) throws(NetfilterError) -> [SetElement] {
        SetElement.list(try storedElements(of: set), of: set)
    }

    /// Every element of a set or map, as the kernel holds it.
    mutating func storedElements(of set: NamedSet) throws(NetfilterError) -> [StoredElement] {
        Array(try dumpElements(of: set, StoredElement.list).joined())
    }

    /// The kernel goes through one set by the places of its elements, which other sets and tables don't move.
    private mutating func dumpElements<Part>(
        of set: NamedSet,
        _ make: (NetlinkMessage) -> Part?
    ) throws(NetfilterError) -> [Part] {
        try dump(.elements(of: set.name), of: .newElements, keepsInterrupted: keepsInterruptedElements, make)
    }

    mutating func intervals<Bound: FixedWidthInteger & Sendable>(of set: NamedSet) throws(NetfilterError)
        -> [ClosedRange<Bound>]
    {
        try set.check(holds: Bound.self, isInterval: true)
        let parts = try dumpElements(of: set, NumericElement<Bound>.list)
        return NumericElement.intervals(between: Array(parts.joined()))
    }

    mutating func addresses<Address: FixedWidthInteger & Sendable>(
        in set: NamedSet
    ) throws(NetfilterError) -> [Address] {
        try set.check(holds: Address.self, isInterval: false)
        let parts = try dumpElements(of: set, NumericElement<Address>.list)
        return parts.joined().map(\.number).sorted()
    }

    mutating func element(_ key: [FieldValue], of set: NamedSet) throws(NetfilterError) -> SetElement? {
        let bytes: [UInt8]
        do throws(InvalidObject) {
            guard key.count == set.key.fields.count else { throw .element(SetElement(key: key, upper: nil), set.key) }
            bytes = try set.key.encoded(key)
        } catch {
            throw .invalid(error)
        }
        guard let start = try find(.element(bytes, of: set.name, isEnd: false), of: .newElements, StoredElement.list)
        else { return nil }
        guard set.isInterval, !set.key.isConcatenation else { return SetElement.list(start, of: set).first }
        let end = try find(.element(bytes, of: set.name, isEnd: true), of: .newElements, StoredElement.list)
        return SetElement.list(start + (end ?? []), of: set).first
    }
}

extension Request {
    /// Every element of a set.
    fileprivate static func elements(of set: ObjectName) -> Request {
        .dump(.getElements, family: set.table.family) {
            $0.put(NFTA_SET_ELEM_LIST_TABLE, set.table.name)
            $0.put(NFTA_SET_ELEM_LIST_SET, set.name)
        }
    }

    /// The element that has this key, or starts the interval that it is in, or ends that.
    fileprivate static func element(_ key: [UInt8], of set: ObjectName, isEnd: Bool) -> Request {
        var request = Request.get(.getElements, family: set.table.family) {
            $0.put(NFTA_SET_ELEM_LIST_TABLE, set.table.name)
            $0.put(NFTA_SET_ELEM_LIST_SET, set.name)
            $0.nest(NFTA_SET_ELEM_LIST_ELEMENTS) { list in
                list.nest(NFTA_LIST_ELEM) { element in
                    if isEnd { element.put(NFTA_SET_ELEM_FLAGS, UInt32(NFT_SET_ELEM_INTERVAL_END.rawValue)) }
                    element.nest(NFTA_SET_ELEM_KEY) { $0.put(NFTA_DATA_VALUE, key) }
                }
            }
        }
        request.mayStayUnanswered = isEnd
        return request
    }
}
