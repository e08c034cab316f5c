// Addresses come in hundreds of thousands: plain numbers, for which no object is made.
extension Batch {
    /// Adds IPv4 addresses to a set of one field.
    ///
    /// nft: `add element inet example hosts { 192.0.2.1, 192.0.2.7 }`.
    public mutating func add(ipv4Addresses addresses: [UInt32], to set: NamedSet) throws(NetfilterError) {
        try append(.newElements, addresses: addresses, to: set)
    }

    /// Adds IPv6 addresses to a set of one field.
    ///
    /// nft: `add element inet example hosts6 { 2001:db8::1 }`.
    public mutating func add(ipv6Addresses addresses: [UInt128], to set: NamedSet) throws(NetfilterError) {
        try append(.newElements, addresses: addresses, to: set)
    }

    /// Deletes IPv4 addresses from a set of one field.
    ///
    /// nft: `delete element inet example hosts { 192.0.2.1 }`.
    public mutating func delete(ipv4Addresses addresses: [UInt32], from set: NamedSet) throws(NetfilterError) {
        try append(.deleteElements, addresses: addresses, to: set)
    }

    /// Deletes IPv6 addresses from a set of one field.
    ///
    /// nft: `delete element inet example hosts6 { 2001:db8::1 }`.
    public mutating func delete(ipv6Addresses addresses: [UInt128], from set: NamedSet) throws(NetfilterError) {
        try append(.deleteElements, addresses: addresses, to: set)
    }

    /// Adds intervals of IPv4 addresses to a set of one field with `isInterval`.
    ///
    /// They may not overlap. Ascending order is fastest in the kernel, by a third.
    ///
    /// nft: `add element inet example admins { 10.0.0.0/8, 192.0.2.1 }`.
    public mutating func add(ipv4Intervals intervals: [ClosedRange<UInt32>], to set: NamedSet) throws(NetfilterError) {
        try append(.newElements, intervals: intervals, to: set)
    }

    /// Adds intervals of IPv6 addresses to a set of one field with `isInterval`.
    ///
    /// nft: `add element inet example admins6 { fd00::/8 }`.
    public mutating func add(ipv6Intervals intervals: [ClosedRange<UInt128>], to set: NamedSet) throws(NetfilterError) {
        try append(.newElements, intervals: intervals, to: set)
    }

    /// Deletes intervals of IPv4 addresses from a set, each exactly as it was added.
    ///
    /// nft: `delete element inet example admins { 10.0.0.0/8 }`.
    public mutating func delete(
        ipv4Intervals intervals: [ClosedRange<UInt32>],
        from set: NamedSet
    ) throws(NetfilterError) {
        try append(.deleteElements, intervals: intervals, to: set)
    }

    /// Deletes intervals of IPv6 addresses from a set, each exactly as it was added.
    ///
    /// nft: `delete element inet example admins6 { fd00::/8 }`.
    public mutating func delete(
        ipv6Intervals intervals: [ClosedRange<UInt128>],
        from set: NamedSet
    ) throws(NetfilterError) {
        try append(.deleteElements, intervals: intervals, to: set)
    }
}

extension Batch {
    private mutating func append<Address: FixedWidthInteger>(
        _ kind: MessageKind,
        addresses: [Address],
        to set: NamedSet
    ) throws(NetfilterError) {
        try check(set.name.table, set.name.name)
        try set.check(holds: Address.self, isInterval: false)
        let handle = SetHandle(name: set.name.name, number: nil)
        var next = 0
        while next < addresses.count {
            try appendElements(kind, to: handle, of: set.name.table) { writer in
                while next < addresses.count, writer.put(address: addresses[next]) { next += 1 }
            }
        }
    }

    private mutating func append<Address: FixedWidthInteger>(
        _ kind: MessageKind,
        intervals: [ClosedRange<Address>],
        to set: NamedSet
    ) throws(NetfilterError) {
        try check(set.name.table, set.name.name)
        try set.check(holds: Address.self, isInterval: true)
        let handle = SetHandle(name: set.name.name, number: nil)
        var next = 0
        while next < intervals.count {
            try appendElements(kind, to: handle, of: set.name.table) { writer in
                while next < intervals.count, writer.put(interval: intervals[next]) { next += 1 }
            }
        }
    }
}

extension NamedSet {
    /// Throws where its keys aren't single numbers of this size, or where it holds intervals and shouldn't, or the other way.
    func check<Number: FixedWidthInteger>(holds: Number.Type, isInterval: Bool) throws(NetfilterError) {
        guard self.isInterval == isInterval, key.fields.count == 1, key.length == Number.bitWidth / 8 else {
            throw .invalid(.key(key.fields))
        }
    }
}
