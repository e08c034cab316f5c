import CNetfilter

/// Which packets a table sees.
public struct Family: RawRepresentable, Hashable, Sendable {
    /// The kernel's number for it (NFPROTO_…).
    public let rawValue: UInt8

    /// The family with the kernel's number `rawValue`.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    private init(_ number: Int) {
        rawValue = UInt8(truncatingIfNeeded: number)
    }

    /// IPv4 and IPv6 together: `inet`.
    public static let inet = Family(NFPROTO_INET)
    /// IPv4 alone: `ip`.
    public static let ip = Family(NFPROTO_IPV4)
    /// IPv6 alone: `ip6`.
    public static let ip6 = Family(NFPROTO_IPV6)
    /// ARP: `arp`.
    public static let arp = Family(NFPROTO_ARP)
    /// What a bridge forwards: `bridge`.
    public static let bridge = Family(NFPROTO_BRIDGE)
    /// What a network device receives or sends: `netdev`.
    public static let netdev = Family(NFPROTO_NETDEV)
    /// Every family, which is what a dump asks for.
    static let any = Family(NFPROTO_UNSPEC)
}

extension Family: CustomStringConvertible {
    /// nft's word for it, or its number.
    public var description: String {
        switch self {
        case .inet: "inet"
        case .ip: "ip"
        case .ip6: "ip6"
        case .arp: "arp"
        case .bridge: "bridge"
        case .netdev: "netdev"
        default: "\(rawValue)"
        }
    }
}
