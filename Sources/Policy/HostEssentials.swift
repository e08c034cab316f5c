/// What a host needs to be a host, whatever runs on it.
public enum HostEssentials {
    /// 224.0.0.1, where IGMP queries go.
    public static let allHosts = IPv4Address(bits: 0xE000_0001)

    /// ICMP errors that path MTU discovery and dead connections need: destination unreachable, time exceeded, parameter problem.
    public static let icmpErrors: [UInt8] = [3, 11, 12]

    /// ICMPv6 errors (RFC 4890 section 4.4.1).
    public static let icmpv6Errors: [UInt8] = [1, 2, 3, 4]

    /// Router and neighbour discovery, its inverse (141, 142) and the certificates of its secured form (148, 149): only with hop limit
    /// 255, that is from this link (RFC 4890 section 4.4.1).
    public static let neighbourDiscovery: [UInt8] = [133, 134, 135, 136, 141, 142, 148, 149]

    /// The hop limit of what no router has forwarded (RFC 4861 section 7.1).
    public static let hopLimitOnLink: UInt8 = 255

    /// Multicast listener messages, from link-local addresses only (RFC 4890 section 4.4.1).
    public static let listenerMessages: [UInt8] = [130, 131, 132, 143]

    /// Multicast router discovery, from link-local addresses and with hop limit 1 only (RFC 4890 section 4.4.1, RFC 4286 section 3.3).
    public static let multicastRouterDiscovery: [UInt8] = [151, 152, 153]

    /// The hop limit of multicast router discovery, which no router forwards.
    public static let hopLimitOfOneLink: UInt8 = 1

    /// The listener report that a host also sends before it has an address (RFC 3810 section 5.2.13).
    public static let listenerReportV2: UInt8 = 143

    /// ICMP, IGMP, UDP, ICMPv6: what of these goes to a broadcast or multicast address and isn't let in isn't worth a line in the log.
    public static let chattyProtocols: [UInt8] = [1, 2, 17, 58]

    /// Ping; limited in rate.
    public static let echoRequest: UInt8 = 8
    /// Ping over IPv6; limited in rate.
    public static let echoRequestV6: UInt8 = 128

    /// The port of a DHCPv6 client (RFC 8415 section 7.2).
    ///
    /// A server answers to the client's link-local address, from any of its own
    /// addresses and ports.
    public static let dhcpv6Client = ports([(.udp, 546)])[0]

    /// fe80::/10.
    public static let linkLocal = UInt128(0xfe80) << 112...UInt128(0xfec0) << 112 - 1

    /// `::`, the source of a host that has no address yet.
    public static let unspecified = IPv6Address(bits: 0)

    /// Name resolution (53), time (123), addresses (67, 547): open to anywhere where output is fenced.
    public static let outbound: [TransportPorts] = nameResolution + ports([(.udp, 67), (.udp, 123), (.udp, 547)])

    /// Port 53: what also a pod needs, which has its addresses and its time from the node.
    public static let nameResolution: [TransportPorts] = ports([(.tcp, 53), (.udp, 53)])

    private static func ports(_ known: [(Transport, Int)]) -> [TransportPorts] {
        known.compactMap { transport, port in PortRange(port).map { TransportPorts(transport, $0) } }
    }

    /// ICMPv6 between neighbours, of which connection tracking knows nothing.
    static func isBetweenNeighbours(_ packet: Packet) -> Bool {
        guard case .icmpv6(let type) = packet.content, case .v6(let source) = packet.source else { return false }
        let isLinkLocal = linkLocal.contains(source.bits)
        return neighbourDiscovery.contains(type) && packet.hopLimit == hopLimitOnLink
            || listenerMessages.contains(type) && isLinkLocal
            || multicastRouterDiscovery.contains(type) && isLinkLocal && packet.hopLimit == hopLimitOfOneLink
            || type == listenerReportV2 && source == unspecified
    }

    /// Pings, and the errors that connections need.
    static func isPingOrError(_ packet: Packet) -> Bool {
        switch (packet.content, packet.source) {
        case (.icmp(let type), .v4): icmpErrors.contains(type) || type == echoRequest
        case (.icmpv6(let type), .v6): icmpv6Errors.contains(type) || type == echoRequestV6
        default: false
        }
    }

    /// A host's own ICMP and ICMPv6 go out: errors, pings, discovery, listener reports.
    static func icmpOutbound(_ packet: Packet) -> Bool {
        switch (packet.content, packet.source) {
        case (.icmp, .v4), (.icmpv6, .v6): true
        default: false
        }
    }

    static func isDHCPv6Answer(_ packet: Packet) -> Bool {
        guard case .v6(let destination) = packet.destination else { return false }
        return linkLocal.contains(destination.bits) && dhcpv6Client.contains(packet)
    }
}
