package import Netfilter

/// The table of a host policy as nf_tables holds it: what a batch writes, and what `plan` compares with.
package struct KernelTable: Hashable, Sendable {
    /// `inet carbonwall`.
    package var table: Table
    package var counters: [Counter] = []
    package var sets: [FilledSet] = []
    /// In the order of listing.
    package var chains: [Chain] = []
    /// Of one chain after the other, each chain's in their order.
    package var rules: [Rule] = []

    /// A set with what is in it.
    package struct FilledSet: Hashable, Sendable {
        package var set: NamedSet
        package var elements: Elements
    }

    /// What is in a set: addresses as plain numbers, since there may be hundreds of thousands.
    package enum Elements: Hashable, Sendable {
        case ipv4([UInt32])
        case ipv6([UInt128])
        case ports([SetElement])
    }
}

extension Batch {
    /// Makes a table with all that it holds; the kernel refuses if there is one of its name.
    mutating func create(_ table: KernelTable) throws(NetfilterError) {
        try create(table.table)
        try fill(table)
    }

    private mutating func fill(_ table: KernelTable) throws(NetfilterError) {
        for counter in table.counters { try add(counter) }
        for filled in table.sets {
            try add(filled.set)
            try add(filled.elements, to: filled.set)
        }
        for chain in table.chains { try add(chain) }
        for rule in table.rules { try add(rule) }
    }

    /// Puts a table in the place of the one that has its name, if one has.
    package mutating func replace(with table: KernelTable) throws(NetfilterError) {
        try add(Table(table.table.name))
        try delete(table.table.name)
        try add(table.table)
        try fill(table)
    }

    /// Adds what is in a set.
    mutating func add(_ elements: KernelTable.Elements, to set: NamedSet) throws(NetfilterError) {
        switch elements {
        case .ipv4(let addresses): try add(ipv4Addresses: addresses, to: set)
        case .ipv6(let addresses): try add(ipv6Addresses: addresses, to: set)
        case .ports(let elements): try add(elements, to: set)
        }
    }
}
