import TestSupport
import Testing

/// The programs in NetfilterExamples, as they were built together with the tests.
@Suite(.needsNetworkNamespaces, .needs(program: "nft")) struct ExampleTests {
    private static func path(of program: String) throws -> String {
        try Locations.carbonwall.split(separator: "/").dropLast().map { "/" + $0 }.joined() + "/" + program
    }

    @Test func `open-ports opens ports, and tells how often each was used`() async throws {
        let program = try Self.path(of: "open-ports")
        try await NetworkNamespace.isolated {
            #expect(try ProcessRunner.output(of: [program, "443", "22"]).isEmpty)
            #expect(try ProcessRunner.output(of: [program, "22", "8443"]).isEmpty)
            let shown = try ProcessRunner.output(of: [program])
            #expect(shown == "22: 0 new connections\n8443: 0 new connections\n")
            let listing = try ProcessRunner.output(of: ["nft", "list", "table", "inet", "open-ports"])
            #expect(listing.contains("tcp dport @ports accept"))
            #expect(listing.contains("counter packets 0 bytes 0 drop"))
        }
    }

    @Test func `block-list loads a list, and then only what has changed`() async throws {
        let program = try Self.path(of: "block-list")
        try await NetworkNamespace.isolated {
            let list = ["nft", "list", "set", "inet", "block-list", "addresses"]
            func load(_ addresses: String) throws -> String {
                try ProcessRunner.output(of: [program], input: Array(addresses.utf8))
            }
            #expect(try load("192.0.2.0/24\n198.51.100.7\n192.0.2.128/25\n") == "2 intervals are blocked\n")
            #expect(try load("198.51.100.7\n192.0.2.0/24\n") == "nothing to do\n")
            #expect(try load("198.51.100.7\n203.0.113.0/30\n") == "2 intervals are blocked\n")
            let listing = try ProcessRunner.output(of: list)
            #expect(listing.contains("elements = { 198.51.100.7, 203.0.113.0/30 }"))
        }
    }

    @Test func `an example without the right to change firewalls says so`() async throws {
        let program = try Self.path(of: "open-ports")
        let result = try await NetworkNamespace.isolated {
            try NetworkNamespace.renounceAdministration()
            return try ProcessRunner.run([
                "setpriv", "--inh-caps=-net_admin", "--bounding-set=-net_admin", program, "22",
            ])
        }
        #expect(result.output == "it takes CAP_NET_ADMIN\n")
        #expect(result.status == .exited(1))
    }
}
