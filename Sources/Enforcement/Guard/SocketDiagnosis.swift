import CLinux
import Glibc
import Policy
import SystemPackage

/// The kernel's list of TCP and UDP sockets (sock_diag(7)).
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

    /// The TCP sockets of the calling thread's network namespace, IPv4 and IPv6, that are in `state`.
    ///
    /// - Throws: The reason why the kernel can't tell: it has no inet_diag.
    static func sockets(_ state: State) throws(SystemProblem) -> [TCPSocket] {
        try SystemProblem.naming("list", "TCP sockets") { () throws(Errno) in
            var sockets: [TCPSocket] = []
            let netlink = try Descriptor { socket(AF_NETLINK, Int32(SOCK_RAW.rawValue) | O_CLOEXEC, NETLINK_SOCK_DIAG) }
            let number = netlink.number
            try SystemCall.result { clx_request_tcp_sockets(number, state.bit) }
            while try !SocketDump.append(try NetlinkConnection.receive(number), to: &sockets) {}
            return sockets
        }
    }

    /// The UDP sockets of the calling thread's network namespace, connected or not.
    ///
    /// - Throws: The reason why the kernel can't tell: it has no udp_diag.
    static func datagramSockets() throws(SystemProblem) -> [TCPSocket] {
        try SystemProblem.naming("list", "UDP sockets") { () throws(Errno) in
            var sockets: [TCPSocket] = []
            let netlink = try NetlinkConnection(NETLINK_SOCK_DIAG)
            for family in [AF_INET, AF_INET6] {
                var body = inet_diag_req_v2()
                body.sdiag_family = UInt8(family)
                body.sdiag_protocol = Transport.udp.protocolNumber
                body.idiag_states = .max
                let request = NetlinkRequest(Int(SOCK_DIAG_BY_FAMILY), flags: NLM_F_DUMP, body)
                try netlink.send(request) { _, message throws(Errno) in
                    if let socket = TCPSocket(try message.value(of: inet_diag_msg.self)) { sockets.append(socket) }
                }
            }
            return sockets
        }
    }
}

/// The datagrams of which the list of TCP sockets consists.
enum SocketDump {
    /// Takes in the messages of one datagram, each with a struct inet_diag_msg.
    ///
    /// - Returns: Whether it was the last.
    /// - Throws: The errno that the kernel answers, `badMessage` when the datagram isn't what it should be.
    static func append(_ datagram: [UInt8], to sockets: inout [TCPSocket]) throws(Errno) -> Bool {
        try NetlinkAnswer.read(datagram) { type, body throws(Errno) in
            guard type == TCPDIAG_GETSOCK else { throw .badMessage }
            if let socket = TCPSocket(try body.value(of: inet_diag_msg.self)) { sockets.append(socket) }
        }
    }
}
