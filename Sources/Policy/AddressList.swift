/// Addresses as they come, in any order and as often as they come: what an `AddressSet` is made of.
///
/// There may be hundreds of thousands, so nothing is kept of a block but its first and last address.
package struct AddressList {
    var v4: [ClosedRange<UInt32>] = []
    var v6: [ClosedRange<UInt128>] = []

    /// No addresses.
    package init() {}

    /// Appends all addresses of `block`.
    package mutating func append(_ block: CIDR) {
        switch block.range {
        case .v4(let range): v4.append(range)
        case .v6(let range): v6.append(range)
        }
    }

    /// Appends one address.
    package mutating func append(_ address: IPv4Address) {
        v4.append(address.bits...address.bits)
    }

    /// Makes room for as many IPv4 blocks as a long list has; memory that isn't used costs nothing.
    package mutating func expectMany() {
        v4.reserveCapacity(1 << 18)
    }
}
