#if os(Linux)
import CLinuxNetwork
import Glibc
public import Policy

/// A TCP or UDP socket in the network namespace in which it was made, closed at the end of its life.
///
/// Nothing waits for longer than two seconds, unless said otherwise: a dropped packet then shows as an error.
public final class NetworkSocket: Sendable {
    private let descriptor: FileDescriptor
    private let address: IPAddress

    private init(taking operation: String, _ number: Int32, address: IPAddress) throws(SystemError) {
        descriptor = try FileDescriptor(operation, number)
        self.address = address
        try limitWaiting(milliseconds: 2000)
    }

    private convenience init(_ type: __socket_type, at address: IPAddress, port: UInt16) throws(SystemError) {
        let bytes = address.bytes
        let number = unsafe cln_bound_socket(Int32(type.rawValue), bytes, bytes.count, port)
        try self.init(taking: "bind to \(address) port \(port)", number, address: address)
    }

    /// Listens for connections to `port` at `address`.
    public static func listener(at address: IPAddress, port: UInt16) throws(SystemError) -> NetworkSocket {
        let socket = try NetworkSocket(SOCK_STREAM, at: address, port: port)
        try SystemError.check("listen", listen(socket.descriptor.number, 1024))
        return socket
    }

    /// Receives datagrams to `port` at `address`, and sends from there.
    public static func datagrams(at address: IPAddress, port: UInt16 = 0) throws(SystemError) -> NetworkSocket {
        try NetworkSocket(SOCK_DGRAM, at: address, port: port)
    }

    /// A connection from `source` to `port` at `destination`, made within `milliseconds`.
    public static func connection(
        from source: IPAddress,
        to destination: IPAddress,
        port: UInt16,
        within milliseconds: Int32 = 2000
    ) throws(SystemError) -> NetworkSocket {
        let socket = try NetworkSocket(SOCK_STREAM, at: source, port: 0)
        try socket.limitWaiting(milliseconds: milliseconds)
        let bytes = destination.bytes
        let result = unsafe cln_connect(socket.descriptor.number, bytes, bytes.count, port)
        try SystemError.check("connect \(source) to \(destination) port \(port)", result)
        return socket
    }

    /// The next connection to a listener.
    public func accept() throws(SystemError) -> NetworkSocket {
        try NetworkSocket(taking: "accept", cln_accept(descriptor.number), address: address)
    }

    /// Tries `count` connections from `source` to `port` at `destination`, each for up to `milliseconds`, and resets them.
    ///
    /// - Returns: How many were made.
    public static func tryConnections(
        _ count: Int32,
        from source: IPAddress,
        to destination: IPAddress,
        port: UInt16,
        within milliseconds: Int32
    ) throws(SystemError) -> Int {
        let (source, bytes) = (source.bytes, destination.bytes)
        let made = unsafe cln_try_connections(source, bytes, bytes.count, port, count, milliseconds)
        return Int(try SystemError.check("connect to \(destination) port \(port)", made))
    }

    /// Accepts and closes every connection that waits at a listener, and tells how many those were.
    public func acceptAll() throws(SystemError) -> Int {
        Int(try SystemError.check("accept", cln_accept_all(descriptor.number)))
    }

    /// Sends `data` on a connection.
    public func send(_ data: [UInt8]) throws(SystemError) {
        try SystemError.check("send", unsafe Glibc.send(descriptor.number, data, data.count, Int32(MSG_NOSIGNAL)))
    }

    /// Sends the datagram `data` to `port` at `destination`.
    public func send(_ data: [UInt8], to destination: IPAddress, port: UInt16) throws(SystemError) {
        let bytes = destination.bytes
        let sent = unsafe cln_send_to(descriptor.number, data, data.count, bytes, bytes.count, port)
        try SystemError.check("send to \(destination)", sent)
    }

    /// What comes next, at most 64 KiB; empty at a connection's end.
    public func receive() throws(SystemError) -> [UInt8] {
        var data = [UInt8](repeating: 0, count: 65536)
        let count = try SystemError.check("receive", unsafe recv(descriptor.number, &data, data.count, 0))
        return Array(data[..<count])
    }

    /// Says that nothing more will be sent; the other side may go on.
    public func endSending() throws(SystemError) {
        try SystemError.check("shut down", shutdown(descriptor.number, Int32(SHUT_WR)))
    }

    /// Joins the IPv4 multicast group `group` at `interface`.
    public func join(_ group: IPv4Address, at interface: String) throws(SystemError) {
        try SystemError.check("join \(group)", unsafe cln_join(descriptor.number, group.bits.bytes, interface))
    }

    /// The largest packet that a connection sends at present, in bytes.
    public var pathMTU: Int {
        get throws(SystemError) {
            Int(try SystemError.check("read the path MTU", cln_path_mtu(descriptor.number, address.bytes.count)))
        }
    }

    /// How many segments of a connection, its SYN included, had to be sent again.
    public var retransmissions: Int {
        get throws(SystemError) {
            Int(try SystemError.check("count retransmissions", cln_retransmissions(descriptor.number)))
        }
    }

    /// How many segments are sent that the other end hasn't acknowledged.
    public var unacknowledged: Int {
        get throws(SystemError) {
            Int(try SystemError.check("count segments", cln_unacknowledged(descriptor.number)))
        }
    }

    private func limitWaiting(milliseconds: Int32) throws(SystemError) {
        try SystemError.check("limit waiting", cln_limit_waiting(descriptor.number, milliseconds))
    }
}
#endif
