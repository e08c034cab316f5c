/// What a way in allows: ports of a transport, or an IP protocol as a whole.
public enum AllowedTraffic: Hashable, Sendable, CustomStringConvertible {
    case ports(TransportPorts)
    case ipProtocol(IPProtocol)

    /// The ports and their transport; nil for an IP protocol.
    public var target: TransportPorts? {
        if case .ports(let target) = self { target } else { nil }
    }

    /// The IP protocol; nil for ports.
    public var ipProtocol: IPProtocol? {
        if case .ipProtocol(let ipProtocol) = self { ipProtocol } else { nil }
    }

    /// TCP or UDP; nil for an IP protocol.
    public var transport: Transport? { target?.transport }

    /// The ports; nil for an IP protocol.
    public var ports: PortRange? { target?.ports }

    /// Whether a packet of `transport` to `port` is meant.
    public func contains(_ transport: Transport, _ port: UInt16) -> Bool {
        target?.contains(transport, port) ?? false
    }

    /// Whether `packet` goes to one of the ports, or is of the protocol.
    func contains(_ packet: Packet) -> Bool {
        switch self {
        case .ports(let target): target.contains(packet)
        case .ipProtocol(let ipProtocol): packet.content.ipProtocol == ipProtocol
        }
    }

    /// The option that lets `address` in, and takes nothing from anybody: the advice of everything that finds somebody shut out of
    /// an administrator's way in, since `--from` and `--ssh` can take a default's place.
    public func optionLettingIn(_ address: IPAddress) -> String { "--keep \(self)@\(address)" }

    /// `22/tcp`, or `vrrp`.
    public var description: String {
        switch self {
        case .ports(let target): "\(target)"
        case .ipProtocol(let ipProtocol): "\(ipProtocol)"
        }
    }
}

extension Packet.Content {
    /// The protocol that can be let in as a whole; nil for what has ports, and for ICMP.
    fileprivate var ipProtocol: IPProtocol? {
        switch self {
        case .igmp: IPProtocol(number: 2)
        case .other(let number): IPProtocol(number: number)
        case .ports, .icmp, .icmpv6: nil
        }
    }
}
