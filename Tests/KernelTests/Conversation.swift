import Policy
import TestSupport

/// A TCP connection of which the test holds both ends.
struct Conversation {
    let client: NetworkSocket
    let server: NetworkSocket

    /// Connects to `listener`, from the calling thread's network namespace.
    init(_ listener: NetworkSocket, from source: IPAddress, to destination: IPAddress, port: UInt16) throws {
        client = try NetworkSocket.connection(from: source, to: destination, port: port)
        server = try listener.accept()
    }

    /// Connects from outside of `host` to `port` of it.
    init(to host: FirewalledHost, from source: IPAddress, port: UInt16) throws {
        let address = FirewalledHost.address(AddressFamily(of: source))
        let listener = try host.inside.perform { try NetworkSocket.listener(at: address, port: port) }
        try self.init(listener, from: source, to: address, port: port)
    }

    /// What comes back to the client where the server sends back `text`.
    func exchange(_ text: String) throws -> String {
        try client.send(Array(text.utf8))
        try server.send(server.receive())
        return String(decoding: try client.receive(), as: UTF8.self)
    }
}
