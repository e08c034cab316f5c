import CLinux
import Glibc
import SystemPackage

/// The kernel's list of TCP sockets (sock_diag(7)).
enum SocketDiagnosis {
    /// In which state a socket is.
    enum State {
        case listening
        case established

        fileprivate var bit: UInt32 {
            switch self {
            case .listening: 1 << UInt32(CLX_TCP_LISTEN)
            case .established: 1 << UInt32(CLX_TCP_ESTABLISHED)
            }
        }
    }

    /// More than the kernel puts into one datagram of a dump.
    private static let largestDatagram = 1 << 16

    /// The sockets of the calling thread's network namespace, IPv4 and IPv6, that are in `state`.
    ///
    /// - Throws: Where the kernel can't tell: it has no inet_diag.
    static func sockets(_ state: State) throws(SystemProblem) -> [TCPSocket] {
        try SystemProblem.naming("list", "TCP sockets") { () throws(Errno) in
            var sockets: [TCPSocket] = []
            let netlink = try Descriptor { socket(AF_NETLINK, Int32(SOCK_RAW.rawValue) | O_CLOEXEC, NETLINK_SOCK_DIAG) }
            let number = netlink.number
            try SystemCall.result { clx_request_tcp_sockets(number, state.bit) }
            while try !SocketDump.append(try receive(netlink), to: &sockets) {}
            return sockets
        }
    }

    private static func receive(_ netlink: borrowing Descriptor) throws(Errno) -> [UInt8] {
        var datagram = [UInt8](repeating: 0, count: largestDatagram)
        let number = netlink.number
        let length = try SystemCall.result { unsafe recv(number, &datagram, datagram.count, Int32(MSG_TRUNC)) }
        guard length <= datagram.count else { throw .messageTooLong }
        return Array(datagram[..<length])
    }
}

/// The datagrams of which the list consists.
enum SocketDump {
    /// Takes in the messages of one datagram (struct nlmsghdr of linux/netlink.h, each with a struct inet_diag_msg).
    ///
    /// - Returns: Whether it was the last.
    /// - Throws: The errno that the kernel answers, `badMessage` where the datagram isn't what it should be.
    static func append(_ datagram: [UInt8], to sockets: inout [TCPSocket]) throws(Errno) -> Bool {
        var rest = datagram[...]
        let headerLength = MemoryLayout<nlmsghdr>.size
        while !rest.isEmpty {
            let header = try rest.value(of: nlmsghdr.self)
            let length = Int(header.nlmsg_len)
            guard headerLength...rest.count ~= length else { throw .badMessage }
            let body = rest.prefix(length).dropFirst(headerLength)
            switch Int32(header.nlmsg_type) {
            case NLMSG_DONE: return true
            case NLMSG_ERROR: throw Errno(rawValue: -(try body.value(of: Int32.self)))
            case TCPDIAG_GETSOCK:
                if let socket = TCPSocket(try body.value(of: inet_diag_msg.self)) { sockets.append(socket) }
            default: throw .badMessage
            }
            rest = rest.dropFirst((length + 3) & ~3)
        }
        return false
    }
}

extension ArraySlice<UInt8> {
    /// The C value that the bytes begin with.
    fileprivate func value<Value: BitwiseCopyable>(of type: Value.Type) throws(Errno) -> Value {
        guard count >= MemoryLayout<Value>.size else { throw .badMessage }
        return unsafe withUnsafeBytes { unsafe $0.loadUnaligned(as: type) }
    }
}
