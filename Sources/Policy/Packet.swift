/// A packet as a host's firewall sees it.
public struct Packet: Hashable, Sendable {
    /// Whether it is delivered to this host or sent by it.
    public enum Direction: Hashable, Sendable {
        case inbound
        case outbound
    }

    /// What connection tracking says of it.
    public enum ConnectionState: Hashable, Sendable {
        case new
        case established
        case related
        case invalid
        /// Neighbour discovery is; it belongs to no connection.
        case untracked
    }

    /// What is behind the IP header.
    public enum Content: Hashable, Sendable {
        case ports(Transport, source: UInt16, destination: UInt16)
        /// ICMP, by its type.
        case icmp(UInt8)
        /// ICMPv6, by its type.
        case icmpv6(UInt8)
        case igmp
        /// Any other protocol number.
        case other(UInt8)
    }

    /// Whether it comes in or goes out.
    public var direction: Direction
    /// Where it says it comes from.
    public var source: IPAddress
    /// Where it goes.
    public var destination: IPAddress
    /// What is behind the IP header.
    public var content: Content
    /// What connection tracking says of it.
    public var state: ConnectionState
    /// The interface that it came in or goes out through.
    public var interface: String
    /// Time to live or hop limit as it arrives.
    public var hopLimit: UInt8
    /// Whether the host reaches the source through the interface that the packet came in by.
    public var isSourceReachable: Bool

    /// A new packet through `eth0` unless said otherwise.
    public init(
        _ direction: Direction = .inbound,
        from source: IPAddress,
        to destination: IPAddress,
        _ content: Content,
        state: ConnectionState = .new,
        interface: String = "eth0",
        hopLimit: UInt8 = 64,
        isSourceReachable: Bool = true
    ) {
        self.direction = direction
        self.source = source
        self.destination = destination
        self.content = content
        self.state = state
        self.interface = interface
        self.hopLimit = hopLimit
        self.isSourceReachable = isSourceReachable
    }
}
