#if os(Linux)
public import Policy

/// A packet of the policy's model as the bytes of a real one, with right checksums: connection tracking drops others.
public struct WirePacket: Sendable {
    /// From the first byte of the IP header.
    public let bytes: [UInt8]

    /// The bytes of `packet`: a SYN, an empty datagram, or a message of the given type with nothing in it.
    ///
    /// What decides is the addresses' family: a packet from an IPv4 to an IPv6 address can't be built and is nil.
    public init?(_ packet: Packet) {
        switch (packet.source, packet.destination) {
        case (.v4(let source), .v4(let destination)):
            bytes = Self.v4(packet, from: source, to: destination)
        case (.v6(let source), .v6(let destination)):
            bytes = Self.v6(packet, from: source, to: destination)
        default:
            return nil
        }
    }

    /// The protocol number that is behind the IP header.
    public static func protocolNumber(of content: Packet.Content) -> UInt8 {
        switch content {
        case .ports(let transport, _, _): transport.protocolNumber
        case .icmp: 1
        case .icmpv6: 58
        case .igmp: 2
        case .other(let number): number
        }
    }

    private static func v4(_ packet: Packet, from source: IPv4Address, to destination: IPv4Address) -> [UInt8] {
        // IGMP carries the Router Alert option (RFC 3376 section 4).
        let options: [UInt8] = packet.content == .igmp ? [0x94, 4, 0, 0] : []
        let addresses = source.bits.bytes + destination.bits.bytes
        let number = protocolNumber(of: packet.content)
        let payload = Payload(packet).bytes(checksummedWith: addresses + [0, number])
        let headerLength = 20 + options.count
        var header: [UInt8] = [0x40 | UInt8(headerLength / 4), 0]
        header += UInt16(headerLength + payload.count).bytes
        // Identification and fragment offset 0.
        header += [0, 0, 0, 0, packet.hopLimit, number, 0, 0] + addresses + options
        header.setInternetChecksum(at: 10, over: header)
        return header + payload
    }

    private static func v6(_ packet: Packet, from source: IPv6Address, to destination: IPv6Address) -> [UInt8] {
        let addresses = source.bits.bytes + destination.bits.bytes
        let number = protocolNumber(of: packet.content)
        let payload = Payload(packet).bytes(checksummedWith: addresses + [0, number])
        // Multicast listener messages carry the Router Alert option in a hop-by-hop header (RFC 3810 section 5).
        let isListenerMessage = HostEssentials.listenerMessages.contains { packet.content == .icmpv6($0) }
        let extensions: [UInt8] = isListenerMessage ? [number, 0, 5, 2, 0, 0, 1, 0] : []
        let header: [UInt8] = [0x60, 0, 0, 0] + UInt16(extensions.count + payload.count).bytes
        return header + [isListenerMessage ? 0 : number, packet.hopLimit] + addresses + extensions + payload
    }
}

/// What is behind the IP header, with its checksum left 0.
private struct Payload {
    private var bytes: [UInt8]
    /// Where the checksum goes; nil for a protocol that has none.
    private var checksum: Int?
    /// Whether addresses, protocol and length are in the checksum too.
    private var hasPseudoHeader = true

    init(_ packet: Packet) {
        switch packet.content {
        case .ports(.tcp, let source, let destination):
            // Sequence and acknowledgement numbers 0, header of 5 words, SYN, window 1024, checksum, no urgent data.
            bytes = source.bytes + destination.bytes + [0, 0, 0, 0, 0, 0, 0, 0, 5 << 4, 0x02, 4, 0, 0, 0, 0, 0]
            checksum = 16
        case .ports(.udp, let source, let destination):
            bytes = source.bytes + destination.bytes + [0, 8, 0, 0]
            checksum = 6
        case .icmp(let type):
            bytes = [type, 0, 0, 0, 0, 1, 0, 1]
            checksum = 2
            hasPseudoHeader = false
        case .icmpv6(let type):
            // As long as a neighbour solicitation: a word and an address.
            bytes = [type, 0, 0, 0, 0, 0, 0, 0] + [UInt8](repeating: 0, count: 16)
            checksum = 2
        case .igmp:
            // A general query: answer within 10 s, group 0.
            bytes = [0x11, 100, 0, 0, 0, 0, 0, 0]
            checksum = 2
            hasPseudoHeader = false
        case .other(51):
            // An authentication header of 24 bytes before something of an experimental protocol: connection tracking looks behind it.
            bytes = [253, 4] + [UInt8](repeating: 0, count: 30)
        case .other:
            bytes = [UInt8](repeating: 0, count: 8)
        }
    }

    /// The payload with its checksum, over `pseudoHeader` too where the protocol wants it.
    func bytes(checksummedWith pseudoHeader: [UInt8]) -> [UInt8] {
        guard let checksum else { return bytes }
        let covered = (hasPseudoHeader ? pseudoHeader + UInt16(bytes.count).bytes : []) + bytes
        var result = bytes
        result.setInternetChecksum(at: checksum, over: covered)
        return result
    }
}

extension [UInt8] {
    /// Writes the checksum over `covered`, of even length and with the checksum itself 0, at `offset` (RFC 1071).
    fileprivate mutating func setInternetChecksum(at offset: Int, over covered: [UInt8]) {
        var sum: UInt32 = 0
        for index in stride(from: 0, to: covered.count, by: 2) {
            sum += UInt32(covered[index]) << 8 | UInt32(covered[index + 1])
        }
        while sum > 0xffff { sum = (sum & 0xffff) + sum >> 16 }
        // 0 is 0xffff in ones' complement, and would mean "no checksum" in UDP.
        replaceSubrange(offset..<offset + 2, with: (sum == 0xffff ? sum : ~sum).bytes.suffix(2))
    }
}
#endif
