#if os(Linux)
import CLinuxNetwork
public import Policy

/// A host whose rules are under test, and everybody outside who sends to it: two namespaces and two veth pairs.
///
/// ```
///   outside  (the thread's own namespace)             inside (the host)
///   wire0  every Peer, fe80::c    ───────────  eth0   10.0.1.11, fd00:1::b, fe80::b
///   wire1                         ───────────  eth1   none: the host takes packets to its addresses by any interface
/// ```
/// Only within `NetworkNamespace.isolated`.
public final class FirewalledHost {
    /// How the two sides learn each other's link-layer addresses.
    public enum Neighbours: Sendable {
        /// They know them, so that what passes depends on nothing but the rules.
        case known
        /// They ask, as on a real link.
        case discovered
    }

    /// The host's addresses.
    public static let v4 = IPAddress.v4(IPv4Address(bits: 0x0A00_010B))
    /// The host's global IPv6 address.
    public static let v6 = IPAddress.v6(IPv6Address(bits: UInt128(0xfd00_0001) << 96 | 11))
    /// The host's IPv6 address on the link.
    public static let linkLocal = IPAddress.v6(IPv6Address(bits: UInt128(0xfe80) << 112 | 11))
    /// The link-local address of the other end.
    public static let outsideLinkLocal = IPAddress.v6(IPv6Address(bits: UInt128(0xfe80) << 112 | 12))

    /// The host's side.
    public let inside: NetworkNamespace
    /// The other side.
    public let outside: NetworkNamespace
    private var lastSourcePort: UInt16 = 20000
    private var senders: [SocketKey: PacketSender] = [:]
    private var receivers: [SocketKey: PacketReceiver] = [:]

    /// The host without any rules, except a table that counts what reaches its input hook.
    public init(neighbours: Neighbours = .known) throws {
        outside = try NetworkNamespace.current()
        inside = try NetworkNamespace()
        try HostWiring.connect(outside: outside, inside: inside, neighbours)
        try load(ArrivalTable.text)
    }

    /// The host's address of `family`.
    public static func address(_ family: AddressFamily) -> IPAddress {
        switch family {
        case .v4: v4
        case .v6: v6
        }
    }

    /// Loads `ruleset` on the host with the installed nft.
    public func load(_ ruleset: String) throws {
        try inside.perform { try ProcessRunner.output(of: ["nft", "-f", "-"], input: Array(ruleset.utf8)) }
    }

    /// The packets that the named counters of table `inet name` have seen, by the counters' names.
    public func counters(ofTable name: String) throws -> [String: Int] {
        let listing = try inside.perform {
            try ProcessRunner.output(of: ["nft", "list", "counters", "table", "inet", name])
        }
        let words = listing.split { $0.isWhitespace }
        var packets: [String: Int] = [:]
        // counter NAME { comment "…" packets 12 bytes 480 }, with or without the comment
        var name: Substring?
        for (word, next) in zip(words, words.dropFirst()) {
            if word == "counter" { name = next }
            if word == "packets", let counter = name { packets[String(counter)] = Int(next) }
        }
        return packets
    }

    /// How many packets with content like `content` have reached the host's input hook.
    func arrivals(of content: Packet.Content) throws -> Int {
        try counters(ofTable: ArrivalTable.name)[ArrivalTable.counter(of: content)] ?? 0
    }

    /// Makes the host a member of multicast `groups` at eth0 for as long as the result lives.
    public func join(_ groups: [IPv4Address]) throws -> NetworkSocket {
        try inside.perform {
            let socket = try NetworkSocket.datagrams(at: .v4(IPv4Address(bits: 0)))
            for group in groups { try socket.join(group, at: "eth0") }
            return socket
        }
    }

    /// A source port that no sweep has had: to connection tracking, repeated packets aren't new ones.
    func nextSourcePort() -> UInt16 {
        lastSourcePort += 1
        return lastSourcePort
    }

    /// Makes the host forget all connections, before there are more than the kernel can track.
    public func forgetConnections() throws {
        try inside.perform { try SystemError.check("flush connections", cln_flush_connections()) }
    }

    /// The sender of packets that come in by the interface of `packet`, or go out by it.
    func sender(for packet: Packet) throws -> PacketSender {
        let family = AddressFamily(of: packet.source)
        let key = SocketKey(direction: packet.direction, family: family, use: packet.interface)
        if let sender = senders[key] { return sender }
        let sender =
            switch packet.direction {
            case .inbound: try outside.perform { try HostWiring.sender(toHostInterface: packet.interface) }
            case .outbound: try inside.perform { try PacketSender(family, outThrough: packet.interface) }
            }
        senders[key] = sender
        return sender
    }

    /// The receiver of packets like `packet`.
    func receiver(for packet: Packet) throws -> PacketReceiver {
        let family = AddressFamily(of: packet.source)
        let number = WirePacket.protocolNumber(of: packet.content)
        let key = SocketKey(direction: packet.direction, family: family, use: "\(number)")
        if let receiver = receivers[key] { return receiver }
        let make = { try PacketReceiver(family, protocol: number) }
        let receiver = try packet.direction == .inbound ? inside.perform(make) : outside.perform(make)
        receivers[key] = receiver
        return receiver
    }

    private struct SocketKey: Hashable {
        var direction: Packet.Direction
        var family: AddressFamily
        /// The interface of a sender, the protocol of a receiver.
        var use: String
    }
}
#endif
