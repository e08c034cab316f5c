import Netfilter
import TestSupport
import Testing

/// What becomes of a socket after it.
@Suite(.needsNetworkNamespaces) struct ClosingTests {
    /// How many netfilter sockets processes have in the calling thread's namespace (protocol 12; the kernel's own has port 0).
    private static func openSockets() throws -> Int {
        let text = try ProcessRunner.output(of: ["cat", "/proc/net/netlink"])
        return text.split(separator: "\n").count { line in
            let fields = line.split(separator: " ")
            return fields.count > 2 && fields[1] == "12" && fields[2] != "0"
        }
    }

    @Test(arguments: [false, true])
    func `a socket goes with its handle, also where the kernel closes it after a deletion`(deletes: Bool) async throws {
        try await NetworkNamespace.isolated {
            try Example.commit { try $0.add(Table(Example.table)) }
            if deletes { try Example.commit { try $0.delete(Example.table) } }
            try Patience.wait(for: "the end of every socket") { try Self.openSockets() == 0 }
        }
    }

    @Test func `a socket is there as long as its handle`() async throws {
        try await NetworkNamespace.isolated {
            var socket = try NetlinkSocket()
            _ = try socket.generation()
            #expect(try Self.openSockets() == 1)
        }
    }
}
