import CLinux
import Glibc
import Policy
import SystemPackage

extension SocketDiagnosis {
    /// Ends those TCP sockets that `isUnwanted` picks; the other side is told by an RST.
    ///
    /// Data still goes the one way when the other is closed, so such sockets count, too.
    ///
    /// Each is named by the kernel's cookie for it: without one, a socket that is just gone would mean its listener.
    ///
    /// - Returns: How many were ended.
    /// - Throws: errno, if the kernel can't (CONFIG_INET_DIAG_DESTROY).
    static func end(_ isUnwanted: (TCPSocket) -> Bool) throws(Errno) -> Int {
        let netlink = try NetlinkConnection(NETLINK_SOCK_DIAG)
        var unwanted: [inet_diag_req_v2] = []
        for family in [AF_INET, AF_INET6] {
            var body = inet_diag_req_v2()
            body.sdiag_family = UInt8(family)
            body.sdiag_protocol = Transport.tcp.protocolNumber
            body.idiag_states = Self.carrying
            let request = NetlinkRequest(Int(SOCK_DIAG_BY_FAMILY), flags: NLM_F_DUMP, body)
            try netlink.send(request) { _, bytes throws(Errno) in
                let message = try bytes.value(of: inet_diag_msg.self)
                guard let socket = TCPSocket(message), isUnwanted(socket) else { return }
                body.id = message.id
                unwanted.append(body)
            }
        }
        for body in unwanted {
            do throws(Errno) {
                try netlink.send(NetlinkRequest(Int(SOCK_DESTROY), flags: NLM_F_ACK, body))
            } catch {
                if error != .noSuchFileOrDirectory { throw error }
            }
        }
        return unwanted.count
    }

    /// The states in which data may go on.
    private static let carrying: UInt32 =
        [CLX_TCP_ESTABLISHED, CLX_TCP_FIN_WAIT1, CLX_TCP_FIN_WAIT2, CLX_TCP_CLOSE_WAIT].reduce(0) {
            $0 | 1 << UInt32($1)
        }
}
