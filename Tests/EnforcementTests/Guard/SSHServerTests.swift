import Policy
import SystemPackage
import TestSupport
import Testing

@testable import Enforcement

/// A folder in the place of /proc.
@Suite struct SSHServerTests {
    private let processes: TemporaryFolder

    init() throws {
        processes = try TemporaryFolder()
    }

    private func add(_ number: Int, _ name: String, parent: Int, sockets: [Int]) throws {
        let stat = "\(number) (\(name)) S \(parent) 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 12345 0 0"
        let script = """
            mkdir -p \(number)/fd; echo '\(name)' >\(number)/comm; echo '\(stat)' >\(number)/stat; ln -s /dev/null \(number)/fd/0
            """
        let links = sockets.map { "ln -s 'socket:[\($0)]' \(number)/fd/\($0)" }
        try ProcessRunner.output(of: [
            "sh", "-ec", "cd \(processes.path); " + ([script] + links).joined(separator: "\n"),
        ])
    }

    private typealias Description = (address: String, port: UInt16, inode: UInt32)

    private static func sockets(_ descriptions: [Description]) throws -> [TCPSocket] {
        try descriptions.map { description in
            let end = TCPSocket.End(address: try #require(IPAddress(description.address)), port: description.port)
            return TCPSocket(local: end, peer: end, interfaceIndex: 0, inode: description.inode)
        }
    }

    private func ports(_ listeners: [Description]) throws -> [UInt16] {
        let sockets = try Self.sockets(listeners)
        return SSHServer(processes: FilePath(processes.path)).ports(of: sockets)
    }

    @Test func `the ports of a server are those it listens on, each once, and nobody else's`() throws {
        try add(1, "systemd", parent: 0, sockets: [5])
        try add(100, "sshd", parent: 1, sockets: [10, 11, 12])
        try add(200, "java", parent: 1, sockets: [20])
        let listeners: [(String, UInt16, UInt32)] = [
            ("0.0.0.0", 2222, 10), ("::", 2222, 11), ("10.0.1.11", 22, 12), ("0.0.0.0", 9443, 20), ("0.0.0.0", 111, 5),
        ]
        #expect(try ports(listeners) == [22, 2222])
    }

    @Test func `what sessions forward is no port of the server`() throws {
        try add(100, "sshd", parent: 1, sockets: [10])
        try add(101, "sshd", parent: 100, sockets: [20])
        try add(102, "sshd-session", parent: 100, sockets: [30])
        let listeners: [(String, UInt16, UInt32)] = [("::", 22, 10), ("0.0.0.0", 8080, 20), ("0.0.0.0", 8081, 30)]
        #expect(try ports(listeners) == [22])
    }

    @Test func `what only this host reaches is no way in`() throws {
        try add(100, "sshd", parent: 1, sockets: [10, 11])
        #expect(try ports([("127.0.0.1", 6010, 10), ("::1", 6010, 11)]).isEmpty)
    }

    @Test func `a server that listens nowhere, and no /proc, are no ports`() throws {
        try add(100, "sshd", parent: 1, sockets: [])
        #expect(try ports([("0.0.0.0", 22, 10)]).isEmpty)
        let end = TCPSocket.End(address: .v4(IPv4Address(bits: 0)), port: 22)
        let socket = TCPSocket(local: end, peer: end, interfaceIndex: 0, inode: 1)
        #expect(SSHServer(processes: "/nowhere").ports(of: [socket]).isEmpty)
    }

    private func sessionPorts(_ connections: [Description], besides listeners: [Description]) throws -> [UInt16] {
        try SSHServer(processes: FilePath(processes.path)).ports(
            ofSessions: Self.sockets(connections),
            besides: Self.sockets(listeners),
            ephemeral: 32768...60999
        )
    }

    /// `ListenStream=2222` and `Accept=yes`, or a line of inetd's.
    @Test func `a port that systemd listens on is the server's where a session came in through it`() throws {
        try add(1, "systemd", parent: 0, sockets: [5, 6])
        try add(100, "sshd", parent: 1, sockets: [10])
        try add(101, "sshd", parent: 100, sockets: [10, 30])
        let listeners: [Description] = [("::", 2222, 5), ("::", 111, 6)]
        let connections: [Description] = [("10.0.1.11", 2222, 10), ("10.0.1.11", 40000, 30), ("10.0.1.11", 111, 99)]
        #expect(try ports(listeners).isEmpty)
        #expect(try sessionPorts(connections, besides: listeners) == [2222])
    }

    @Test func `sessions of a server that was stopped are on its port, and what they forward isn't`() throws {
        try add(101, "sshd-session", parent: 1, sockets: [10])
        try add(102, "sshd-session", parent: 101, sockets: [10, 20, 30, 31])
        let connections: [Description] = [("10.0.1.11", 2222, 10), ("10.0.1.11", 40000, 20), ("10.0.1.11", 8080, 31)]
        #expect(try sessionPorts(connections, besides: [("0.0.0.0", 8080, 30)]) == [2222])
        try add(103, "sshd", parent: 1, sockets: [50])
        #expect(try sessionPorts(connections, besides: [("0.0.0.0", 22, 50), ("0.0.0.0", 8080, 30)]).isEmpty)
    }

    @Test(arguments: [
        ("17 (a) S (b) ) R 3 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 777 0", "R", 3, 777),
        ("17 () Z 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 18446744073709551615", "Z", 1, UInt64.max),
    ])
    func `a process may be called anything`(line: String, state: String, parent: Int32, startTime: UInt64) throws {
        let status = try #require(ProcessStatus(line: line))
        #expect(status.state == state && status.parent == parent && status.startTime == startTime)
    }

    @Test(arguments: [
        "", "17", "17 (sshd", "17 (sshd) S 1 2 3", "17 (sshd) S x 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 7 0",
    ])
    func `a line of something else is no process`(line: String) {
        #expect(ProcessStatus(line: line) == nil)
    }
}
