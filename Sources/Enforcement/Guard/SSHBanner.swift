import CLinux
import Glibc
import Policy

/// The first words of an SSH server: `SSH-2.0-…`, which it says to whoever connects (RFC 4253 section 4.2).
///
/// Only listeners are asked whose program can't be seen, or starts others: systemd's socket units, inetd's services.
enum SSHBanner {
    /// A server that hasn't spoken in this time counts as none.
    private static let patience = Duration.milliseconds(1500)
    /// No host has more of such listeners; more aren't asked.
    private static let most = 64

    /// Those of `listeners` that speak like an SSH server.
    static func speakers(among listeners: [TCPSocket]) -> [TCPSocket] {
        var asked = listeners.prefix(most).compactMap(Question.init)
        let deadline = BootTime.now
        while asked.contains(where: { $0.answer == nil }) {
            let left = patience - BootTime.now.since(deadline)
            guard left > .zero else { break }
            wait(for: asked, left)
            for index in asked.indices { asked[index].listen() }
        }
        for question in asked { close(question.number) }
        return asked.filter { $0.answer == true }.map(\.listener)
    }

    private static func wait(for questions: [Question], _ duration: Duration) {
        let open = questions.filter { $0.answer == nil }
        var list = open.map { pollfd(fd: $0.number, events: Int16(POLLIN), revents: 0) }
        let milliseconds = duration.components.seconds * 1000 + duration.components.attoseconds / 1_000_000_000_000_000
        _ = unsafe poll(&list, nfds_t(list.count), Int32(milliseconds) + 1)
    }

    /// A connection to a listener.
    private struct Question {
        let listener: TCPSocket
        let number: Int32
        private var heard: [UInt8] = []
        /// Whether it speaks like an SSH server; nil until it has spoken, or hung up.
        private(set) var answer: Bool?

        /// nil if no connection could be begun.
        init?(_ listener: TCPSocket) {
            let bytes = listener.local.address.reachable.networkBytes
            let (port, scope) = (listener.local.port, listener.interfaceIndex)
            number = unsafe clx_start_connection(bytes, bytes.count, port, scope)
            guard number >= 0 else { return nil }
            self.listener = listener
        }

        /// Takes in what has come.
        ///
        /// A server may say other lines first.
        mutating func listen() {
            guard answer == nil else { return }
            var bytes = [UInt8](repeating: 0, count: 1024)
            let count = unsafe recv(number, &bytes, bytes.count, 0)
            let code = errno
            if count < 0, code == EAGAIN || code == EINTR { return }
            heard += bytes.prefix(max(count, 0))
            let lines = heard.split(separator: UInt8(ascii: "\n"))
            if lines.contains(where: { $0.starts(with: Array("SSH-".utf8)) }) {
                answer = true
            } else if count <= 0 || heard.count > 4096 {
                answer = false
            }
        }
    }
}

extension IPAddress {
    /// The address, or the loopback address if this one means any.
    fileprivate var reachable: IPAddress {
        switch self {
        case .v4(let address): address.bits == 0 ? .v4(IPv4Address(bits: 0x7f00_0001)) : self
        case .v6(let address): address.bits == 0 ? .v6(IPv6Address(bits: 1)) : self
        }
    }

    /// Its 4 or 16 bytes, as in a packet.
    var networkBytes: [UInt8] {
        switch self {
        case .v4(let address): address.bits.bigEndian.hostBytes
        case .v6(let address): address.bits.bigEndian.hostBytes
        }
    }
}
