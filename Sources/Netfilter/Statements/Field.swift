import CNetfilter

/// Something about a packet that rules compare, in nft's terms, with what a packet must be to have it.
public struct Field: Hashable, Sendable {
    /// As nft writes it: `ip saddr`.
    let name: String
    /// What it holds.
    let type: DataType
    let source: Source
    /// The family of packets that have it; nil for all.
    let network: Family?
    /// The transport protocol of packets that have it; nil for all.
    let transport: UInt8?
    /// How nft notes it on a set that is declared with it; nil where it needs more than a header and a field.
    let typeofNote: TypeofNote?

    /// Where the value comes from.
    enum Source: Hashable {
        case meta(MetaKey)
        case payload(Payload)
        case conntrack(ConntrackKey)
        case fib(RouteQuery)
    }

    private init(
        _ name: String,
        _ type: DataType,
        _ source: Source,
        network: Family? = nil,
        transport: UInt8? = nil,
        typeofNote: TypeofNote? = nil
    ) {
        self.name = name
        self.type = type
        self.source = source
        self.network = network
        self.transport = transport
        self.typeofNote = typeofNote
    }

    private init(_ name: String, _ header: Header, at offset: Int, _ type: DataType, number: UInt32) {
        self.init(
            name,
            type,
            .payload(Payload(header.payload, offset: offset, length: type.length)),
            network: header.network,
            transport: header.transport,
            typeofNote: TypeofNote(header: header.number, field: number)
        )
    }

    /// The expression that loads it.
    func load(into register: Register) -> Expression {
        switch source {
        case .meta(let key): .meta(key, into: register)
        case .payload(let payload): .payload(payload, into: register)
        case .conntrack(let key): .conntrack(key, into: register)
        case .fib(let query): .fib(query, into: register)
        }
    }
}

extension Field: CustomStringConvertible {
    /// As nft writes it: `ip saddr`.
    public var description: String { name }
}

extension Field {
    /// `iif`: the number of the interface that a packet came in by.
    public static let inputInterface = Field("iif", .interfaceIndex, .meta(.inputInterfaceIndex))
    /// `oif`: the number of the interface that a packet leaves by.
    public static let outputInterface = Field("oif", .interfaceIndex, .meta(.outputInterfaceIndex))
    /// `iifname`: the name of the interface that a packet came in by.
    public static let inputInterfaceName = Field("iifname", .interfaceName, .meta(.inputInterfaceName))
    /// `oifname`: the name of the interface that a packet leaves by.
    public static let outputInterfaceName = Field("oifname", .interfaceName, .meta(.outputInterfaceName))
    /// `meta mark`.
    public static let mark = Field("meta mark", .mark, .meta(.mark))
    /// `meta nfproto`: IPv4 2, IPv6 10, as `Family` has them.
    public static let nfProtocol = Field("meta nfproto", .nfProtocol, .meta(.nfProtocol))
    /// `meta protocol`: IPv4 0x0800, IPv6 0x86dd.
    static let etherType = Field("meta protocol", .etherType, .meta(.etherType))
    /// `meta l4proto`: the transport protocol, behind any extension headers: ICMP 1, TCP 6, UDP 17, ICMPv6 58.
    public static let l4Protocol = Field("meta l4proto", .inetProtocol, .meta(.l4Protocol))
    /// `ct state`, a bit mask, which `Statement.connectionState` matches.
    static let connectionState = Field("ct state", .connectionState, .conntrack(.state))
    /// `ct mark`.
    public static let connectionMark = Field("ct mark", .mark, .conntrack(.mark))
    /// `fib daddr type`: unicast 1, local 2, broadcast 3, anycast 4, multicast 5.
    public static let destinationAddressType = Field("fib daddr type", .fibAddressType, .fib(.destinationType))
    /// `fib saddr type`: the same of the source.
    public static let sourceAddressType = Field("fib saddr type", .fibAddressType, .fib(.sourceType))
    /// `fib saddr . iif oif`: 0 (`missing`) if the source isn't reached through the interface that a packet came in by, else 1 (`exists`).
    public static let sourceReachability = Field("fib saddr . iif oif", .boolean, .fib(.sourceReachability))

    /// `ip protocol`.
    public static let ipProtocol = Field("ip protocol", .ip, at: 9, .inetProtocol, number: 9)
    /// `ip saddr`.
    public static let ipSource = Field("ip saddr", .ip, at: 12, .ipv4Address, number: 11)
    /// `ip daddr`.
    public static let ipDestination = Field("ip daddr", .ip, at: 16, .ipv4Address, number: 12)
    /// `ip6 hoplimit`.
    public static let ip6HopLimit = Field("ip6 hoplimit", .ip6, at: 7, .integer8, number: 7)
    /// `ip6 saddr`.
    public static let ip6Source = Field("ip6 saddr", .ip6, at: 8, .ipv6Address, number: 8)
    /// `ip6 daddr`.
    public static let ip6Destination = Field("ip6 daddr", .ip6, at: 24, .ipv6Address, number: 9)
    /// `icmp type`.
    public static let icmpType = Field("icmp type", .icmp, at: 0, .icmpType, number: 1)
    /// `icmpv6 type`.
    public static let icmpv6Type = Field("icmpv6 type", .icmpv6, at: 0, .icmpv6Type, number: 1)
    /// `tcp sport`.
    public static let tcpSource = Field("tcp sport", .tcp, at: 0, .inetService, number: 1)
    /// `tcp dport`.
    public static let tcpDestination = Field("tcp dport", .tcp, at: 2, .inetService, number: 2)
    /// `udp sport`.
    public static let udpSource = Field("udp sport", .udp, at: 0, .inetService, number: 1)
    /// `udp dport`.
    public static let udpDestination = Field("udp dport", .udp, at: 2, .inetService, number: 2)
    /// `th sport`: the port of TCP, UDP or whatever else has ports where these have.
    public static let transportSource = Field("th sport", .transport, at: 0, .inetService, number: 1)
    /// `th dport`: the port of TCP, UDP or whatever else has ports where these have.
    public static let transportDestination = Field("th dport", .transport, at: 2, .inetService, number: 2)
}

/// A header of a packet, and what a packet must be to have it.
private struct Header {
    let payload: Payload.Header
    /// nft's number for it (its `enum proto_desc_id`).
    let number: UInt32
    var network: Family?
    var transport: UInt8?

    static let ip = Header(payload: .network, number: 12, network: .ip)
    static let ip6 = Header(payload: .network, number: 13, network: .ip6)
    static let icmp = Header(payload: .transport, number: 4, network: .ip, transport: number(IPPROTO_ICMP))
    static let icmpv6 = Header(payload: .transport, number: 14, network: .ip6, transport: number(IPPROTO_ICMPV6))
    static let tcp = Header(payload: .transport, number: 8, transport: number(IPPROTO_TCP))
    static let udp = Header(payload: .transport, number: 6, transport: number(IPPROTO_UDP))
    static let transport = Header(payload: .transport, number: 11)

    private static func number(_ value: Int) -> UInt8 {
        UInt8(truncatingIfNeeded: value)
    }
}
