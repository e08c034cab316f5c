#if os(Linux)
import CLinux
import Glibc
import Policy

/// What this program is when it is called like a server: `sshd`, `inetd`, `mosh-server`, `sslh`, `cloudflared`.
enum ProbeServer {
    /// Serves the one connection that is its standard input, as inetd and systemd start `sshd -i`, until the other end closes it.
    static func serveInput() {
        var byte: UInt8 = 0
        while unsafe read(STDIN_FILENO, &byte, 1) > 0 {}
    }

    /// Listens on the port that is the first argument, IPv4 and IPv6, until it is killed; says the second argument to everybody.
    static func run(_ arguments: [String]) {
        guard let listener = listener(SOCK_STREAM, arguments.first) else { return }
        Probe.say("listening")
        let greeting = arguments.dropFirst().first.map { Array("\($0)\r\n".utf8) } ?? []
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else { return }
            _ = unsafe send(connection, greeting, greeting.count, Int32(MSG_NOSIGNAL))
        }
    }

    /// Receives datagrams at the port that is the first argument until it is killed.
    static func receive(_ arguments: [String]) {
        guard let receiver = listener(SOCK_DGRAM, arguments.first) else { return }
        Probe.say("listening")
        var byte: UInt8 = 0
        while unsafe recv(receiver, &byte, 1, 0) >= 0 {}
    }

    /// Listens on the port that is the first argument, and makes a connection to the second, on 127.0.0.1, for each that comes.
    static func passOn(_ arguments: [String]) {
        guard let listener = listener(SOCK_STREAM, arguments.first) else { return }
        Probe.say("listening")
        while accept(listener, nil, nil) >= 0 { connect("127.0.0.1", arguments.last) }
    }

    /// Makes a connection to the address and port that are its first arguments, and one to the third, on 127.0.0.1.
    static func carry(_ arguments: [String]) {
        connect(arguments[0], arguments[1])
        connect("127.0.0.1", arguments[2])
        Probe.say("connected")
        while true { pause() }
    }

    private static func connect(_ address: String, _ port: String?) {
        guard case .v4(let address) = IPAddress(address), let port = port.flatMap({ UInt16($0) }) else { return }
        let bytes = (0..<4).reversed().map { UInt8(truncatingIfNeeded: address.bits >> ($0 * 8)) }
        var poll = pollfd(fd: unsafe clx_start_connection(bytes, 4, port, 0), events: Int16(POLLOUT), revents: 0)
        _ = unsafe Glibc.poll(&poll, 1, 2000)
    }

    private static func listener(_ type: __socket_type, _ port: String?) -> Int32? {
        let number = socket(AF_INET6, Int32(type.rawValue), 0)
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = (port.flatMap { UInt16($0) } ?? 0).bigEndian
        let bound = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(number, $0, socklen_t(MemoryLayout<sockaddr_in6>.size))
            }
        }
        guard bound == 0, type == SOCK_DGRAM || listen(number, 64) == 0 else {
            Probe.say("error: errno \(errno)")
            return nil
        }
        return number
    }
}
#endif
