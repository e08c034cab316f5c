package import Netfilter

/// Table `inet carbonwall` as the kernel has it now, whoever wrote or changed it.
package struct LiveTable: Hashable, Sendable {
    /// The ruleset that it was read from; a batch planned on it is refused once anybody changes anything.
    package let generation: Generation
    /// What is there, every counter at zero, so that it can be compared with a table that isn't loaded yet; nil for no table.
    package let table: KernelTable?
    /// What the counters had counted when they were read.
    package let counts: TableCounts

    /// Reads the table called `name`.
    ///
    /// Large sets are read as plain numbers. Where the ruleset changes meanwhile everything is read again.
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
        for _ in 0..<20 {
            let before = try socket.generation()
            let contents = try socket.contents(of: name) { !$0.holdsAddresses }
            let known = remembered?.generation == before ? remembered?.lists : nil
            let table = try contents.map { contents throws(NetfilterError) in
                try KernelTable(contents, known, from: &socket)
            }
            if try socket.generation() == before {
                generation = before
                self.table = table
                counts = contents.map(TableCounts.init) ?? TableCounts()
                return
            }
        }
        throw .interrupted
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
