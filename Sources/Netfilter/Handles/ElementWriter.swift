import CNetfilter

/// Writes the list of elements of one message, up to the 64 KiB that an attribute can have: what doesn't fit goes into the next.
///
/// Addresses come in hundreds of thousands, so their elements are written word by word: libnftnl makes an object of each and
/// takes twenty times as long.
@safe struct ElementWriter: ~Copyable {
    private let message: UnsafeMutablePointer<nlmsghdr>
    private let start: UnsafeMutableRawPointer
    private var next: UnsafeMutableRawPointer

    /// Starts the list at the end of `message`.
    init(_ message: borrowing Message) {
        unsafe self.message = message.header
        unsafe start = UnsafeMutableRawPointer(message.header) + message.length
        unsafe next = start + Self.header
    }

    /// Bytes of an attribute's header.
    private static let header = 4

    /// How many more bytes the list can take.
    private var room: Int {
        unsafe Int(UInt16.max) - (next - start)
    }

    /// Ends the list.
    consuming func finish() {
        unsafe putHeader(NFTA_SET_ELEM_LIST_ELEMENTS.nestNumber, length: next - start, at: start)
        unsafe message.pointee.nlmsg_len += UInt32(next - start)
    }

    /// Adds the element of one address, a number of a multiple of four bytes; false where there's no room for it.
    @inline(__always)
    mutating func put<Address: FixedWidthInteger>(address: Address) -> Bool {
        let keyLength = 3 * Self.header + MemoryLayout<Address>.size
        guard room >= keyLength else { return false }
        putNest(NFTA_LIST_ELEM, length: keyLength)
        putKey(address)
        return true
    }

    /// Adds the elements that stand for the addresses from the first to the last; false where there's no room for them.
    ///
    /// nft: `10.0.0.0-10.0.0.9`, as an element 10.0.0.0 and an element 10.0.0.10 that ends it. The last number there is needs no
    /// end behind it.
    @inline(__always)
    mutating func put<Bound: FixedWidthInteger>(interval: ClosedRange<Bound>) -> Bool {
        let keyLength = 3 * Self.header + MemoryLayout<Bound>.size
        guard room >= 2 * keyLength + 2 * Self.header else { return false }
        putNest(NFTA_LIST_ELEM, length: keyLength)
        putKey(interval.lowerBound)
        if interval.upperBound != .max {
            putNest(NFTA_LIST_ELEM, length: keyLength + 2 * Self.header)
            putHeader(NFTA_SET_ELEM_FLAGS.number, length: 2 * Self.header)
            put(UInt32(NFT_SET_ELEM_INTERVAL_END.rawValue))
            putKey(interval.upperBound + 1)
        }
        return true
    }

    /// `NFTA_SET_ELEM_KEY { NFTA_DATA_VALUE key }`.
    @inline(__always)
    private mutating func putKey<Key: FixedWidthInteger>(_ key: Key) {
        putNest(NFTA_SET_ELEM_KEY, length: 2 * Self.header + MemoryLayout<Key>.size)
        putHeader(NFTA_DATA_VALUE.number, length: Self.header + MemoryLayout<Key>.size)
        put(key)
    }

    /// A number in network order, of a multiple of four bytes.
    @inline(__always)
    private mutating func put<Number: FixedWidthInteger>(_ number: Number) {
        unsafe next.storeBytes(of: number.bigEndian, as: Number.self)
        unsafe next += MemoryLayout<Number>.size
    }

    /// Adds an element whose attributes are these bytes, a multiple of four; false where there's no room for it.
    mutating func put(attributes: [UInt8]) -> Bool {
        guard room >= Self.header + attributes.count else { return false }
        putNest(NFTA_LIST_ELEM, length: Self.header + attributes.count)
        unsafe next.copyMemory(from: attributes, byteCount: attributes.count)
        unsafe next += attributes.count
        return true
    }

    @inline(__always)
    private mutating func putNest(_ type: some AttributeType, length: Int) {
        putHeader(type.nestNumber, length: length)
    }

    @inline(__always)
    private mutating func putHeader(_ type: UInt16, length: Int) {
        unsafe putHeader(type, length: length, at: next)
        unsafe next += Self.header
    }

    @inline(__always)
    private func putHeader(_ type: UInt16, length: Int, at place: UnsafeMutableRawPointer) {
        unsafe place.storeBytes(of: UInt16(truncatingIfNeeded: length), as: UInt16.self)
        unsafe place.storeBytes(of: type, toByteOffset: 2, as: UInt16.self)
    }
}
