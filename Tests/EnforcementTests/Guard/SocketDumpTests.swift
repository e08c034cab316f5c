import Policy
import SystemPackage
import Testing

@testable import Enforcement

/// The kernel's answers, 4 bytes a line, beside what they mean.
@Suite struct SocketDumpTests {
    /// `struct inet_diag_msg`: 72 bytes.
    private static func socket(
        family: UInt8,
        source: [UInt8],
        destination: [UInt8],
        interface: UInt8 = 0,
        inode: UInt8
    ) -> [UInt8] {
        var bytes: [UInt8] = [family, 1, 0, 0]  // family; state: established; no timer; no retransmissions
        bytes += [0x08, 0xae, 0xc3, 0x66]  // source port 2222, destination port 50022, big endian
        bytes += source  // 16 bytes
        bytes += destination  // 16 bytes
        bytes += [interface, 0, 0, 0]  // the interface that it is bound to, host order
        bytes += [1, 2, 3, 4, 5, 6, 7, 8]  // cookie
        bytes += [UInt8](repeating: 0, count: 16)  // expires, both queues, user
        bytes += [inode, 0, 0, 0]  // inode, host order
        return bytes
    }

    /// `struct nlmsghdr`, and `body` behind it.
    private static func message(_ type: UInt8, _ body: [UInt8], length: UInt8? = nil) -> [UInt8] {
        var bytes: [UInt8] = [length ?? UInt8(16 + body.count), 0, 0, 0]  // length, host order
        bytes += [type, 0, 2, 0]  // type; flags: NLM_F_MULTI
        bytes += [UInt8](repeating: 0, count: 8)  // sequence number, port
        return bytes + body
    }

    private static let v4 = socket(
        family: 2,
        source: [10, 0, 1, 11] + [UInt8](repeating: 0, count: 12),
        destination: [203, 0, 113, 7] + [UInt8](repeating: 0, count: 12),
        inode: 7
    )
    private static let mapped = socket(
        family: 10,
        source: [UInt8](repeating: 0, count: 10) + [0xff, 0xff, 10, 0, 1, 11],
        destination: [UInt8](repeating: 0, count: 10) + [0xff, 0xff, 203, 0, 113, 7],
        inode: 7
    )
    private static let linkLocal = socket(
        family: 10,
        source: [0xfe, 0x80] + [UInt8](repeating: 0, count: 13) + [11],
        destination: [0xfe, 0x80] + [UInt8](repeating: 0, count: 13) + [12],
        interface: 3,
        inode: 8
    )
    private static let done = message(3, [0, 0, 0, 0])

    private static func read(_ datagram: [UInt8]) throws(Errno) -> (sockets: [TCPSocket], isLast: Bool) {
        var sockets: [TCPSocket] = []
        let isLast = try SocketDump.append(datagram, to: &sockets)
        return (sockets, isLast)
    }

    private static func end(_ text: String, _ port: UInt16) throws -> TCPSocket.End {
        TCPSocket.End(address: try #require(IPAddress(text)), port: port)
    }

    @Test(arguments: [v4, mapped])
    func `an IPv4 connection is one, also on a socket for both families`(socket: [UInt8]) throws {
        let (sockets, isLast) = try Self.read(Self.message(18, socket))
        let expected = TCPSocket(
            local: try Self.end("10.0.1.11", 2222),
            peer: try Self.end("203.0.113.7", 50022),
            interfaceIndex: 0,
            inode: 7
        )
        #expect(sockets == [expected])
        #expect(!isLast)
    }

    @Test func `messages follow each other, the last says so`() throws {
        let (sockets, isLast) = try Self.read(Self.message(18, Self.v4) + Self.message(18, Self.linkLocal) + Self.done)
        #expect(sockets.map(\.inode) == [7, 8])
        #expect(sockets.last?.local == (try Self.end("fe80::b", 2222)))
        #expect(sockets.last?.interfaceIndex == 3)
        #expect(isLast)
    }

    @Test func `a socket of another family is passed over`() throws {
        let other = Self.socket(
            family: 17,
            source: [UInt8](repeating: 0, count: 16),
            destination: [UInt8](repeating: 0, count: 16),
            inode: 1
        )
        #expect(try Self.read(Self.message(18, other)).sockets.isEmpty)
    }

    @Test func `a kernel without inet_diag is an error`() {
        #expect(throws: Errno.noSuchFileOrDirectory) { try Self.read(Self.message(2, [0xfe, 0xff, 0xff, 0xff])) }
    }

    @Test func `a datagram that was cut anywhere is an error, never a crash`() throws {
        let whole = Self.message(18, Self.v4)
        for length in 1..<whole.count {
            #expect(throws: Errno.badMessage) { try Self.read(Array(whole.prefix(length))) }
        }
    }

    @Test(arguments: [0, 15, 17, 89, 255] as [UInt8])
    func `a length that can't be is an error`(length: UInt8) {
        #expect(throws: Errno.badMessage) { try Self.read(Self.message(18, Self.v4, length: length)) }
    }
}
