import Glibc
import Policy
import TestSupport
import Testing

@testable import Enforcement

/// IP protocols besides TCP, UDP, ICMP and IGMP.
@Suite struct SpokenProtocolTests {
    @Test(arguments: [
        ("   1: 00000000:0070 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 4711 2 0", 112),
        ("  89: 00000000000000000000000000000000:0059 0000:0000 07 00:00 00:00 00000000 0 0 4711 2 0", 89),
    ])
    func `the protocol of a raw socket stands for its port`(line: String, number: UInt8) throws {
        let found = try #require(RawProtocols.socket(line))
        #expect(found == (number, 4711))
    }

    @Test(arguments: ["0001", "003A", "00FF", "zz"])
    func `what every host speaks, and what makes no sense, is passed over`(number: String) {
        #expect(RawProtocols.socket("1: 00000000:\(number) 00000000:0000 07 0:0 00:0 0 0 0 4711 2 0") == nil)
    }

    @Test(.needsNetworkNamespaces) func `a raw socket of this namespace is found, with its program`() async throws {
        let spoken = try await NetworkNamespace.isolated {
            let raw = socket(AF_INET, Int32(SOCK_RAW.rawValue), 112)
            defer { close(raw) }
            return SSHAccess.current { _ in nil }.protocols
        }
        #expect(spoken.map(\.number) == [112])
        #expect(spoken.first?.speaker.contains(", process ") == true)
    }

    @Test func `a protocol that would be dropped is a warning with the option that keeps it`() {
        var access = SSHAccess(peers: [], ports: [22])
        access.protocols = [SpokenProtocol(112, "keepalived, process 7")]
        let findings = LockoutGuard.check(HostPolicy(title: "", services: []), access)
        #expect(findings.map(\.slug) == ["protocol-dropped"] && findings.map(\.severity) == [.warning])
        #expect(findings.first?.message.contains("IP protocol 112 (vrrp) is spoken by keepalived, process 7") == true)
        #expect(findings.first?.hint == "keep it: --keep vrrp@ADDRESS")
        let fenced = HostPolicy(title: "", services: [], guards: [], scope: .product(fenced: []))
        #expect(LockoutGuard.check(fenced, access).isEmpty)
    }
}
