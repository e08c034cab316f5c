import Policy
import SystemPackage

/// The IP protocols, besides those of every host, for which a program has a raw socket: VRRP for keepalived, OSPF for a router.
enum RawProtocols {
    /// ICMP, IGMP, TCP, UDP, ICMPv6; 255 only sends.
    private static let usual: Set<UInt8> = [0, 1, 2, 6, 17, 58, 255]

    /// Those of the calling thread's network namespace, each with the inode number of a socket, ascending.
    static func current() -> [(number: UInt8, inode: UInt32)] {
        let lines = ["raw", "raw6"].flatMap { name in
            let path = FilePath("/proc/thread-self/net/\(name)")
            return ((try? KernelFile.bytes(of: path, atMost: 1 << 20)) ?? []).split(separator: UInt8(ascii: "\n"))
        }
        let found = Dictionary(lines.compactMap { Self.socket(String(decoding: $0, as: UTF8.self)) }) { first, _ in
            first
        }
        return found.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// `1: 00000000:0070 00000000:0000 07 … 0 0 12345 …`: the protocol stands where others have a port (proc(5)).
    static func socket(_ line: String) -> (UInt8, UInt32)? {
        let fields = line.split(separator: " ")
        guard fields.count > 9, let number = fields[1].split(separator: ":").last.flatMap({ UInt8($0, radix: 16) }),
            let inode = UInt32(fields[9]), !usual.contains(number)
        else { return nil }
        return (number, inode)
    }
}

/// An IP protocol that this host speaks, besides TCP, UDP, ICMP and IGMP.
package struct SpokenProtocol: Hashable, Sendable {
    /// Its number.
    package let number: UInt8
    /// Who speaks it: `keepalived, process 812`; `gre1`.
    package let speaker: String

    /// The protocol `number`, which `speaker` speaks.
    package init(_ number: UInt8, _ speaker: String) {
        self.number = number
        self.speaker = speaker
    }
}

extension LockoutGuard {
    /// Protocols that nobody could speak to this host any more.
    static func protocols(_ access: SSHAccess, _ rules: some PacketAnswers) -> [Finding] {
        let dropped = access.protocols.filter { spoken in !rules.isReachable { .other(spoken.number) } }
        return dropped.firstTen.map { spoken in
            let name = IPProtocolName(spoken.number)
            let consequence = spoken.number == 112 ? ", and every node would take the address" : ""
            return AccessFinding.protocolDropped.finding(
                .warning,
                "IP protocol \(spoken.number) (\(name)) is spoken by \(spoken.speaker), and its packets would be dropped\(consequence)",
                hint: "keep it: --keep \(name)@ADDRESS"
            )
        }
    }
}
