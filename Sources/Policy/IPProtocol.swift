/// A protocol of the IP header that has no ports a firewall knows: VRRP, ESP, GRE.
///
/// TCP, UDP and both ICMPs are none: the first two are let in by their ports, and what a host needs of ICMP always is.
public struct IPProtocol: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The protocol number of the IP header (IANA assigned numbers).
    public let number: UInt8

    /// The protocol with `number`; nil for TCP, UDP, ICMP, and for the numbers that aren't protocols (`refusal`).
    public init?(number: UInt8) {
        guard Self.refusal(of: number) == nil else { return nil }
        self.number = number
    }

    /// The protocol that `text` names: `vrrp`, or its number in digits.
    ///
    /// - Throws: Why it is none.
    public init(_ text: some StringProtocol) throws(WayInError) {
        let known = Self.names.first { $0.name == text }?.number
        guard let number = known ?? Self.number(text) else {
            let names = Self.names.map(\.name)
            throw WayInError(
                "there is no protocol \(text.quotedForMessage); \(suggestion(for: text, in: names)), or a number"
            )
        }
        if let refusal = Self.refusal(of: number) { throw WayInError(refusal) }
        self.number = number
    }

    /// Its name, or its number if it has none here.
    public var description: String {
        Self.names.first { $0.number == number }?.name ?? "\(number)"
    }

    /// The groups that its speakers send to besides each other's addresses: those of VRRP, OSPF, PIM and EIGRP.
    public var multicastGroups: AddressSet {
        guard let groups = Self.groups[number] else { return AddressSet() }
        let v6 = groups.map { UInt128(0xff02) << 112 | UInt128($0.v6) }
        return AddressSet(
            v4: IntervalSet(groups.map { 0xE000_0000 | UInt32($0.v4) }.map { $0...$0 }),
            v6: IntervalSet(v6.map { $0...$0 })
        )
    }

    /// AH, which is a header in front of what it protects.
    public static let authenticationHeader: UInt8 = 51

    /// By number.
    public static func < (left: IPProtocol, right: IPProtocol) -> Bool { left.number < right.number }

    /// The names that options and policy files know, as /etc/protocols has them.
    private static let names: [(name: String, number: UInt8)] = [
        ("igmp", 2), ("ipip", 4), ("dccp", 33), ("ipv6", 41), ("rsvp", 46), ("gre", 47), ("esp", 50), ("ah", 51),
        ("eigrp", 88), ("ospf", 89), ("etherip", 97), ("pim", 103), ("ipcomp", 108), ("vrrp", 112), ("l2tp", 115),
        ("sctp", 132), ("udplite", 136), ("tcp", 6), ("udp", 17), ("icmp", 1), ("icmpv6", 58),
    ]

    /// The last byte of groups in 224.0.0.0/24 and of those in ff02::/112 (IANA multicast registries).
    private static let groups: [UInt8: [(v4: UInt8, v6: UInt8)]] = [
        88: [(10, 0xa)], 89: [(5, 5), (6, 6)], 103: [(13, 0xd)], 112: [(18, 0x12)],
    ]

    private static func number(_ text: some StringProtocol) -> UInt8? {
        guard text.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }),
            text.utf8.count == 1 || text.utf8.first != UInt8(ascii: "0")
        else { return nil }
        return UInt8(text)
    }

    /// Why the number can't be let in as a whole: it has ports, is always open, or is a header in front of a protocol.
    private static func refusal(of number: UInt8) -> String? {
        switch number {
        case 6: "TCP is let in by its ports: write PORT/tcp, or 1-65535/tcp"
        case 17: "UDP is let in by its ports: write PORT/udp, or 1-65535/udp"
        case 1, 58: "what a host needs of ICMP is always let in: leave it out"
        case 0, 43, 44, 59, 60, 135, 139, 140, 255: "protocol number \(number) is none that a packet carries"
        default: nil
        }
    }
}
