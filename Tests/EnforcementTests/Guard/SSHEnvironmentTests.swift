import Policy
import Testing

@testable import Enforcement

@Suite struct SSHEnvironmentTests {
    private static func peer(_ variables: [String: String]) throws -> SSHPeer? {
        try SSHEnvironment.peer { variables[$0] }
    }

    private static func address(_ text: String) throws -> IPAddress { try #require(IPAddress(text)) }

    @Test(arguments: [
        ("203.0.113.7 50022 10.0.1.11 22", "203.0.113.7", "10.0.1.11"),
        ("2001:db8::7 50022 2001:db8::b 22", "2001:db8::7", "2001:db8::b"),
        ("::ffff:203.0.113.7 50022 ::ffff:10.0.1.11 22", "203.0.113.7", "10.0.1.11"),
    ])
    func `SSH_CONNECTION has both ends`(text: String, peer: String, local: String) throws {
        let expected = SSHPeer(
            try Self.address(peer),
            port: 50022,
            localAddress: try Self.address(local),
            localPort: 22
        )
        #expect(try Self.peer(["SSH_CONNECTION": text]) == expected)
    }

    @Test func `a zone is the interface`() throws {
        let peer = try Self.peer(["SSH_CONNECTION": "fe80::1%eth1 50022 fe80::2%eth1 22"])
        #expect(peer?.address == (try Self.address("fe80::1")))
        #expect(peer?.interface == InterfaceName("eth1"))
    }

    @Test func `SSH_CLIENT has the other end, and is read where there is no SSH_CONNECTION`() throws {
        let expected = SSHPeer(try Self.address("203.0.113.7"), port: 50022, localAddress: nil, localPort: 2222)
        #expect(try Self.peer(["SSH_CLIENT": "203.0.113.7 50022 2222"]) == expected)
        let both = ["SSH_CLIENT": "203.0.113.7 50022 2222", "SSH_CONNECTION": "203.0.113.8 50022 10.0.1.11 22"]
        #expect(try Self.peer(both)?.address == (try Self.address("203.0.113.8")))
    }

    @Test(arguments: [[:], ["SSH_CONNECTION": "UNKNOWN 65535 UNKNOWN 65535"], ["SSH_CLIENT": "UNKNOWN 65535 65535"]])
    func `no connection is no peer`(variables: [String: String]) throws {
        #expect(try Self.peer(variables) == nil)
    }

    @Test(arguments: [
        "", " ", "203.0.113.7", "203.0.113.7 50022 10.0.1.11", "203.0.113.7 50022 10.0.1.11 22 ",
        "203.0.113.7  50022 10.0.1.11 22", " 203.0.113.7 50022 10.0.1.11 22", "203.0.113.7\t50022\t10.0.1.11\t22",
        "203.0.113.7 0 10.0.1.11 22", "203.0.113.7 65536 10.0.1.11 22", "203.0.113.7 +5 10.0.1.11 22",
        "203.0.113.7 50022 10.0.1.11 22-23", "203.0.113.7 1-2 10.0.1.11 22", "203.0.113.07 50022 10.0.1.11 22",
        "host 50022 10.0.1.11 22", "203.0.113.7 50022 host 22", "203.0.113.7 50022 UNKNOWN 22",
        "203.0.113.7%eth0 50022 10.0.1.11 22", "2001:db8::1%eth0 5 ::1 22", "fe80::1% 5 fe80::2 22",
        "fe80::1%a/b 5 fe80::2 22", "203.0.113.7 50022 10.0.1.11 22\n", "203.0.113.7/32 50022 10.0.1.11 22",
    ])
    func `anything else is an error that names the variable`(text: String) {
        #expect(throws: SSHEnvironment.Malformed(variable: "SSH_CONNECTION", value: text)) {
            try Self.peer(["SSH_CONNECTION": text])
        }
    }

    @Test(arguments: ["203.0.113.7 50022 10.0.1.11 22", "203.0.113.7 50022", "203.0.113.7 50022 x"])
    func `SSH_CLIENT is read as strictly`(text: String) {
        #expect(throws: SSHEnvironment.Malformed(variable: "SSH_CLIENT", value: text)) {
            try Self.peer(["SSH_CLIENT": text])
        }
    }
}
