/// A block of addresses that share a prefix: 10.9.0.0/24, fd00:9::/64, or a single address.
public struct CIDR: Hashable, Sendable {
    /// The addresses of a block, in host order.
    public enum Range: Hashable, Sendable {
        case v4(ClosedRange<UInt32>)
        case v6(ClosedRange<UInt128>)
    }

    /// Its first address.
    public let address: IPAddress
    /// How many leading bits are shared, 0…32 or 0…128.
    public let prefixLength: Int

    /// The block that `text` names.
    ///
    /// - Throws: What is wrong with it. Bits right of the prefix are refused, since it is unclear which part was meant.
    public init(_ text: some StringProtocol) throws(CIDRError) {
        try self.init(utf8: Array(text.utf8)[...])
    }

    /// The same from the text's bytes, which is what a file of many addresses has.
    public init(utf8 text: ArraySlice<UInt8>) throws(CIDRError) {
        let slash = text.firstIndex(of: UInt8(ascii: "/"))
        guard let address = IPAddress(utf8: text[..<(slash ?? text.endIndex)]) else { throw .notAnAddress }
        let width = address.width
        var length = width
        if let slash {
            guard let number = Self.prefixLength(text[(slash + 1)...]), number <= width else {
                throw .badPrefixLength(maximum: width)
            }
            length = number
        }
        let network = address.masked(to: length)
        guard network == address else { throw .hostBits(network: "\(network)/\(length)") }
        if case .v6(let mapped) = network, length >= 96, mapped.bits >> 32 == 0xffff {
            let inner = IPv4Address(bits: UInt32(truncatingIfNeeded: mapped.bits))
            throw .mappedIPv4(length == 128 ? "\(inner)" : "\(inner)/\(length - 96)")
        }
        self.init(network: network, prefixLength: length)
    }

    /// A single address as a block.
    public init(_ address: IPAddress) {
        self.init(network: address, prefixLength: address.width)
    }

    init(network: IPAddress, prefixLength: Int) {
        address = network
        self.prefixLength = prefixLength
    }

    private static func prefixLength(_ digits: ArraySlice<UInt8>) -> Int? {
        guard 1...3 ~= digits.count, digits.allSatisfy({ 0x30...0x39 ~= $0 }) else { return nil }
        guard digits.count == 1 || digits.first != 0x30 else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    /// First to last address.
    public var range: Range {
        switch address {
        case .v4(let first): .v4(first.bits...(first.bits | UInt32.hostMask(prefixLength)))
        case .v6(let first): .v6(first.bits...(first.bits | UInt128.hostMask(prefixLength)))
        }
    }
}

/// Why a text isn't a block of addresses.
public enum CIDRError: Error, Hashable, Sendable {
    case notAnAddress
    case badPrefixLength(maximum: Int)
    case hostBits(network: String)
    /// An IPv4 block written as IPv6, which no packet on a wire is from; `mappedIPv4` is how to write it.
    case mappedIPv4(String)
}

extension CIDRError: CustomStringConvertible {
    /// What is wrong and what to write instead.
    public var description: String {
        switch self {
        case .notAnAddress: "not an IPv4 or IPv6 address or CIDR"
        case .badPrefixLength(let maximum): "the prefix length must be a number from 0 to \(maximum)"
        case .hostBits(let network): "bits are set right of the prefix; did you mean \(network)?"
        case .mappedIPv4(let block): "an IPv4 address written as IPv6, which no packet carries; write \(block)"
        }
    }
}

extension CIDR: CustomStringConvertible {
    /// `10.9.0.0/24`; a single address without its prefix length.
    public var description: String {
        prefixLength == address.width ? "\(address)" : "\(address)/\(prefixLength)"
    }
}

extension IPAddress {
    fileprivate var width: Int {
        switch self {
        case .v4: 32
        case .v6: 128
        }
    }

    fileprivate func masked(to prefixLength: Int) -> IPAddress {
        switch self {
        case .v4(let address): .v4(IPv4Address(bits: address.bits & ~UInt32.hostMask(prefixLength)))
        case .v6(let address): .v6(IPv6Address(bits: address.bits & ~UInt128.hostMask(prefixLength)))
        }
    }
}

extension FixedWidthInteger where Self: UnsignedInteger {
    /// Ones right of the prefix.
    fileprivate static func hostMask(_ prefixLength: Int) -> Self {
        prefixLength >= bitWidth ? 0 : .max >> Self(prefixLength)
    }
}
