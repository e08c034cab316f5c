import CLinux
import Policy

/// A TCP socket of this network namespace, as the kernel's socket diagnosis describes it.
struct TCPSocket: Hashable {
    /// An address with a port.
    struct End: Hashable {
        let address: IPAddress
        let port: UInt16
    }

    /// This host's end.
    let local: End
    /// The other end; of no meaning for one that listens.
    let peer: End
    /// The interface that it is bound to, which is where a link-local address is; 0 for any.
    let interfaceIndex: UInt32
    /// By which /proc/PID/fd names it; no two sockets have the same at one time.
    let inode: UInt32
}

extension TCPSocket {
    /// Reads `struct inet_diag_msg` (linux/inet_diag.h); nil for a family that is neither IPv4 nor IPv6.
    init?(_ message: inet_diag_msg) {
        let isIPv6 = message.idiag_family == UInt8(AF_INET6)
        guard isIPv6 || message.idiag_family == UInt8(AF_INET) else { return nil }
        let id = message.id
        local = End(
            address: IPAddress(networkOrder: id.idiag_src, isIPv6: isIPv6),
            port: UInt16(bigEndian: id.idiag_sport)
        )
        peer = End(
            address: IPAddress(networkOrder: id.idiag_dst, isIPv6: isIPv6),
            port: UInt16(bigEndian: id.idiag_dport)
        )
        interfaceIndex = id.idiag_if
        inode = message.idiag_inode
    }
}

extension IPAddress {
    /// An address from the four big-endian words in which the kernel has it; an IPv4 address is in the first.
    fileprivate init(networkOrder words: (UInt32, UInt32, UInt32, UInt32), isIPv6: Bool) {
        guard isIPv6 else {
            self = .v4(IPv4Address(bits: UInt32(bigEndian: words.0)))
            return
        }
        let bits = [words.0, words.1, words.2, words.3].reduce(UInt128(0)) { $0 << 32 | UInt128(UInt32(bigEndian: $1)) }
        self = IPAddress.v6(IPv6Address(bits: bits)).withoutMapping
    }
}
