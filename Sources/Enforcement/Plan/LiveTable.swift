package import Netfilter

/// Table `inet carbonwall` as the kernel has it now, whoever wrote or changed it.
package struct LiveTable: Hashable, Sendable {
    /// The ruleset that it was read from; a batch planned on it is refused once anybody changes anything.
    package let generation: Generation
    /// What is there, every counter at zero, so that it can be compared with a table that isn't loaded yet; nil for no table.
    package let table: KernelTable?
    /// What of it somebody added that `table` can't say: `quota inet carbonwall monthly`.
    package let undescribed: [String]
    /// What the counters had counted when they were read.
    package var counts: TableCounts

    /// Reads the table called `name`.
    ///
    /// Large sets are read as plain numbers. Where the table changes meanwhile everything is read again.
    ///
    /// - Parameters:
    ///   - name: The table.
    ///   - socket: What it is read through.
    ///   - remembered: What is in sets of addresses; nil where nobody knows that.
    /// - Throws: `interrupted` where it changes again and again, `notPermitted` without CAP_NET_ADMIN.
    package init(
        _ name: TableName,
        from socket: inout NetlinkSocket,
        knowing remembered: RememberedAddresses? = nil
    ) throws(NetfilterError) {
        var watch: RulesetWatch?
        try self.init(name, from: &socket, knowing: remembered, watching: &watch)
    }

    /// The same, and what watches over it from then on.
    init(
        _ name: TableName,
        from socket: inout NetlinkSocket,
        knowing remembered: RememberedAddresses?,
        watching watch: inout RulesetWatch?
    ) throws(NetfilterError) {
        let (generation, parts) = try socket.consistently(name, watching: &watch) {
            socket,
            generation throws(NetfilterError) in
            let contents = try socket.contents(of: name, at: generation) { !$0.holdsAddresses }
            let known = remembered?.generation == generation ? remembered?.lists : nil
            let table = try contents.map { contents throws(NetfilterError) in
                try KernelTable(contents, known, from: &socket)
            }
            let undescribed = table == nil ? [] : try socket.undescribed(in: name)
            return (contents, table, undescribed)
        }
        self.generation = generation
        table = parts.1
        undescribed = parts.2
        counts = parts.0.map(TableCounts.init) ?? TableCounts()
    }

    /// Reads the counters again, if there are any and they can be read: nothing depends on them.
    mutating func recount(_ socket: inout NetlinkSocket) {
        guard let table else { return }
        let contents = (try? socket.contents(of: table.table.name) { $0.set.isCounting }) ?? nil
        if let contents { counts = TableCounts(contents) }
    }
}

extension KernelTable {
    fileprivate init(
        _ contents: TableContents,
        _ known: AddressLists?,
        from socket: inout NetlinkSocket
    ) throws(NetfilterError) {
        self.init(table: contents.table)
        chains = contents.chains
        rules = contents.rules.map(\.rule)
        counters = contents.counters.map { Counter($0.name, comment: $0.comment) }
        for loaded in contents.sets {
            let elements =
                if let elements = known?[loaded.set.name.name] {
                    elements
                } else {
                    try KernelTable.Elements(loaded, contents, from: &socket)
                }
            sets.append(FilledSet(set: loaded.set, elements: elements))
        }
    }
}

extension KernelTable.Elements {
    fileprivate init(
        _ loaded: LoadedSet,
        _ contents: TableContents,
        from socket: inout NetlinkSocket
    ) throws(NetfilterError) {
        if loaded.holdsAddresses, loaded.set.key.fields == [.ipv4Address] {
            self = .ipv4(try socket.ipv4Addresses(in: loaded.set))
        } else if loaded.holdsAddresses {
            self = .ipv6(try socket.ipv6Addresses(in: loaded.set))
        } else {
            let elements = contents.elements[loaded.set.name] ?? []
            self = .ports(elements.map { $0.withCounterAtZero })
        }
    }
}

extension LoadedSet {
    /// Whether it is a set of single addresses, which may be large.
    fileprivate var holdsAddresses: Bool {
        !set.isInterval && !set.isCounting && (set.key.fields == [.ipv4Address] || set.key.fields == [.ipv6Address])
    }
}

extension SetElement {
    fileprivate var withCounterAtZero: SetElement {
        var element = self
        if element.counter != nil { element.counter = CounterValue() }
        return element
    }
}
