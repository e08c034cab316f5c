#if os(Linux)
import Glibc

/// What this program is where it is called `sshd`: a listener that keeps every connection open.
enum ProbeServer {
    /// Serves the one connection that is its standard input, as inetd and systemd start `sshd -i`, until the other end closes it.
    static func serveInput() {
        var byte: UInt8 = 0
        while unsafe read(STDIN_FILENO, &byte, 1) > 0 {}
    }

    /// Listens on the port that is the first argument, IPv4 and IPv6, until it is killed.
    static func run(_ arguments: [String]) {
        let port = arguments.first.flatMap { UInt16($0) } ?? 0
        let listener = socket(AF_INET6, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = port.bigEndian
        let bound = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(listener, $0, socklen_t(MemoryLayout<sockaddr_in6>.size))
            }
        }
        guard bound == 0, listen(listener, 64) == 0 else { return Probe.say("error: errno \(errno)") }
        Probe.say("listening")
        while accept(listener, nil, nil) >= 0 {}
    }
}
#endif
