/// What values are: the keys of a set, or what a field of a packet holds.
///
/// The numbers are nft's own (its `enum datatypes`); the kernel only keeps them, so that nft can list a set.
public struct DataType: Hashable, Sendable {
    /// nft's number for it.
    public let number: UInt32
    /// Bytes of a value.
    public let length: Int
    /// How the bytes of a value stand.
    public let layout: Layout

    /// How the bytes of a value stand.
    public enum Layout: Hashable, Sendable {
        /// A number, the highest byte first, as in packets.
        case networkOrder
        /// A number as this machine holds it.
        case hostOrder
        /// Text, zeros behind it.
        case text
    }

    /// A type that isn't among those below.
    public init(number: UInt32, length: Int, layout: Layout) {
        self.number = number
        self.length = length
        self.layout = layout
    }

    /// `nf_proto`: the number of a family.
    public static let nfProtocol = DataType(number: 2, length: 1, layout: .hostOrder)
    /// `ipv4_addr`.
    public static let ipv4Address = DataType(number: 7, length: 4, layout: .networkOrder)
    /// `ipv6_addr`.
    public static let ipv6Address = DataType(number: 8, length: 16, layout: .networkOrder)
    /// `ether_type`.
    public static let etherType = DataType(number: 10, length: 2, layout: .networkOrder)
    /// `inet_proto`: tcp 6, udp 17.
    public static let inetProtocol = DataType(number: 12, length: 1, layout: .networkOrder)
    /// `inet_service`: a port.
    public static let inetService = DataType(number: 13, length: 2, layout: .networkOrder)
    /// `icmp_type`.
    public static let icmpType = DataType(number: 14, length: 1, layout: .networkOrder)
    /// `mark`.
    public static let mark = DataType(number: 19, length: 4, layout: .hostOrder)
    /// `iface_index`.
    public static let interfaceIndex = DataType(number: 20, length: 4, layout: .hostOrder)
    /// `ct_state`.
    public static let connectionState = DataType(number: 26, length: 4, layout: .hostOrder)
    /// `icmpv6_type`.
    public static let icmpv6Type = DataType(number: 29, length: 1, layout: .networkOrder)
    /// `fib_addrtype`.
    public static let fibAddressType = DataType(number: 38, length: 4, layout: .hostOrder)
    /// `boolean`: whether there is what `fib` looked for, which nft compares with four bytes.
    public static let boolean = DataType(number: 39, length: 4, layout: .hostOrder)
    /// `ifname`, up to 15 bytes.
    public static let interfaceName = DataType(number: 41, length: 16, layout: .text)
    /// A number that has no name in nft, such as a hop limit.
    static let integer8 = DataType(number: 4, length: 1, layout: .networkOrder)

    /// Those that a set can be declared with.
    static let known = [
        ipv4Address, ipv6Address, etherType, inetProtocol, inetService, icmpType, mark, interfaceIndex, connectionState,
        icmpv6Type, interfaceName, nfProtocol, fibAddressType,
    ]

    /// Bytes of a value in a key, where every field starts at a multiple of four.
    var paddedLength: Int { (length + 3) & ~3 }
}
