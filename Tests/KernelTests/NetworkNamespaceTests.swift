import TestSupport
import Testing

@Suite(.needsNetworkNamespaces) struct NetworkNamespaceTests {
    private static let list = ["ip", "-brief", "link"]
    private static let add = ["ip", "link", "add", "only-here", "type", "veth", "peer", "name", "its-peer"]

    @Test func `a namespace holds lo alone, and up`() async throws {
        let links = try await NetworkNamespace.isolated { try ProcessRunner.output(of: Self.list) }
        let lines = links.split(separator: "\n")
        #expect(lines.count == 1)
        #expect(lines.first?.hasPrefix("lo ") == true)
        #expect(lines.first?.contains("LOOPBACK,UP") == true)
    }

    @Test func `what the body throws reaches the caller`() async {
        await #expect(throws: SystemError("x", code: 1)) {
            try await NetworkNamespace.isolated { throw SystemError("x", code: 1) }
        }
    }

    @Test func `a thread goes into another namespace and comes back, also where the work fails`() async throws {
        try await NetworkNamespace.isolated {
            let other = try NetworkNamespace()
            _ = try other.perform { try ProcessRunner.output(of: Self.add) }
            #expect(throws: SystemError("x", code: 1)) { try other.perform { throw SystemError("x", code: 1) } }
            #expect(try !ProcessRunner.output(of: Self.list).contains("only-here"))
            #expect(try other.perform { try ProcessRunner.output(of: Self.list) }.contains("only-here"))
        }
    }
}
