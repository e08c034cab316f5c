import HostRuleset
import Netfilter
import Policy
import TestSupport
import Testing

@testable import Enforcement

/// What `doctor` says of other tables beside a policy of ours.
@Suite(.needsNetworkNamespaces, .needs(program: "nft")) struct OtherTablesTests {
    private static func policy(_ ports: Int..., from: AddressSet = .everything) -> HostPolicy {
        HostPolicy(
            title: "test",
            services: ports.compactMap { PortRange($0) }.map { port in
                Service(
                    runtime: "test",
                    id: "port",
                    transport: .tcp,
                    ports: port,
                    audiences: [.clients],
                    base: port,
                    offset: 0,
                    summary: "test"
                )
            },
            sources: [Source(.clients, from)],
            guards: []
        )
    }

    /// The messages beside `ruleset`, without those of features.
    private static func messages(
        beside ruleset: String,
        _ policy: HostPolicy,
        with command: [String] = ["nft", "-f", "-"]
    ) async throws -> [String] {
        try await NetworkNamespace.isolated {
            try ProcessRunner.output(of: command, input: Array(ruleset.utf8))
            let diagnosis = try Doctor.examineKernel(for: KernelTable(Ruleset(policy: policy)))
            return diagnosis.findings.map { "\($0.slug): \($0.message)" }
        }
    }

    @Test func `a port that firewalld drops is named as its users know it`() async throws {
        let messages = try await Self.messages(beside: Firewalls.firewalld, Self.policy(9443, 8243))
        #expect(
            messages == [
                "other-table-drops: 8243/tcp is accepted here, but table inet firewalld, chain filter_INPUT, "
                    + "priority 10 drops it"
            ]
        )
    }

    @Test func `addresses are named where only some are concerned`() async throws {
        let messages = try await Self.messages(beside: Firewalls.firewalld, Self.policy(9611))
        #expect(messages.count == 1)
        #expect(messages.first?.hasSuffix("drops it from 0.0.0.0-10.8.255.255, 10.9.1.0-255.255.255.255, ::/0") == true)
    }

    @Test func `one line says what one chain does to many ports`() async throws {
        let text = "table inet a { chain b { type filter hook input priority 0; policy drop; }; }"
        let messages = try await Self.messages(beside: text, Self.policy(9443, 8243, 8280))
        #expect(
            messages == [
                "other-table-drops: 8243/tcp, 8280/tcp, 9443/tcp are accepted here, but table inet a, chain b, "
                    + "priority 0 drops them"
            ]
        )
    }

    @Test func `a table that takes packets out of connection tracking is named`() async throws {
        let text = "table ip raw { chain pre { type filter hook prerouting priority raw; udp sport 53 notrack; }; }"
        let messages = try await Self.messages(beside: text, Self.policy(9443))
        #expect(messages.count == 1)
        #expect(messages.first?.hasPrefix("other-table-notrack: table ip raw, chain pre takes packets") == true)
    }

    @Test func `a list of bans is a note`() async throws {
        let text = """
            table inet f2b {
                set banned { type ipv4_addr; elements = { 203.0.113.9, 198.51.100.7 } }
                chain c { type filter hook input priority -1; ip saddr @banned drop; }
            }
            """
        let findings = try await NetworkNamespace.isolated {
            try ProcessRunner.output(of: ["nft", "-f", "-"], input: Array(text.utf8))
            return Doctor.obstacles(to: Self.policy(9443, 8243))
        }
        #expect(findings.map(\.slug) == ["other-table-bans"])
        #expect(findings.map(\.severity) == [.note])
        let two = AddressSet([try CIDR("203.0.113.9"), try CIDR("10.0.0.1")])
        #expect(
            try await Self.messages(beside: text, Self.policy(9443, from: two)).first?.hasPrefix("other-table-drops")
                == true
        )
    }

    @Test func `a single port can be looked after, if the policy is the loaded one`() async throws {
        let text = "table inet a { chain b { type filter hook input priority 0; policy drop; }; }"
        let policy = Self.policy(9443, 8243)
        let port = TransportPorts(.tcp, try #require(PortRange(9443)))
        let found = try await NetworkNamespace.isolated {
            try ProcessRunner.output(of: ["nft", "-f", "-"], input: Array(text.utf8))
            let before = Doctor.obstacles(ifLoaded: policy, at: port)
            try Kernel.load(policy)
            return (
                before, Doctor.obstacles(ifLoaded: policy, at: port),
                Doctor.obstacles(ifLoaded: Self.policy(1), at: port)
            )
        }
        #expect(found.0.isEmpty && found.2.isEmpty)
        #expect(found.1.map(\.message) == ["9443/tcp is accepted here, but table inet a, chain b, priority 0 drops it"])
    }

    @Test func `a table for IPv4 leaves IPv6 alone`() async throws {
        let text = "table ip a { chain b { type filter hook input priority 0; tcp dport 9443 drop; }; }"
        let messages = try await Self.messages(beside: text, Self.policy(9443))
        #expect(messages.first?.hasSuffix("table ip a, chain b, priority 0 drops it from 0.0.0.0/0") == true)
    }

    @Test(arguments: [
        "table inet a { chain b { type filter hook input priority 0; policy drop; tcp dport 9443 accept; }; }",
        "table inet a { flags dormant; chain b { type filter hook input priority 0; policy drop; }; }",
        "table inet a { chain b { type filter hook forward priority 0; policy drop; }; }",
        "table inet a { chain b { type filter hook output priority 0; policy drop; }; }",
        "table inet a { chain b { drop; }; }",
        "table arp a { chain b { type filter hook input priority 0; policy drop; }; }",
        "table inet a { chain b { type filter hook prerouting priority -150; ct state invalid drop; }; }",
    ])
    func `what lets the port through isn't named`(text: String) async throws {
        #expect(try await Self.messages(beside: text, Self.policy(9443)).isEmpty)
    }

    @Test(arguments: [
        "table inet a { chain b { type filter hook input priority 0; meta mark 1 drop; }; }",
        "table inet a { chain b { type filter hook prerouting priority -300; ct state new drop; }; }",
        "table inet a { chain b { type filter hook input priority 0; policy drop; limit rate 1/second accept; }; }",
    ])
    func `what depends on more than ports and addresses may drop it`(text: String) async throws {
        let messages = try await Self.messages(beside: text, Self.policy(9443))
        #expect(messages.count == 1)
        #expect(messages.first?.hasPrefix("other-table-may-drop: 9443/tcp is accepted here, but table inet a") == true)
    }

    @Test func `chains before the way in is known count as well`() async throws {
        let text = "table inet raw { chain early { type filter hook prerouting priority raw; tcp dport 9443 drop; }; }"
        let messages = try await Self.messages(beside: text, Self.policy(9443))
        #expect(messages.first?.hasSuffix("table inet raw, chain early, priority -300 drops it") == true)
    }

    @Test func `without a selection the loaded table's ports are looked after`() async throws {
        let slugs = try await NetworkNamespace.isolated {
            try Kernel.load(Self.policy(9443))
            let text = "table inet a { chain b { type filter hook input priority 0; policy drop; }; }"
            try ProcessRunner.output(of: ["nft", "-f", "-"], input: Array(text.utf8))
            return try Doctor.examineKernel(for: nil).findings.map(\.slug)
        }
        #expect(slugs == ["other-table-drops"])
    }

    @Test func `where nothing of ours is loaded other chains are only mentioned`() async throws {
        let diagnosis = try await NetworkNamespace.isolated {
            try ProcessRunner.output(of: ["nft", "-f", "-"], input: Array(Firewalls.firewalld.utf8))
            return try Doctor.examineKernel(for: nil)
        }
        #expect(diagnosis.findings.isEmpty)
        #expect(
            diagnosis.facts.contains(
                "table inet firewalld, chain filter_INPUT, priority 10 decides, too, about what comes in"
            )
        )
    }

    @Test func `tables of every kind can be read`() async throws {
        let text = """
            table netdev d { chain i { type filter hook ingress device lo priority 0; policy accept; drop; }; }
            table bridge b { chain i { type filter hook input priority 0; policy drop; }; }
            table inet q {
                counter hits { packets 0 bytes 0 }
                quota much { over 1 mbytes }
                set recent { type ipv4_addr; size 65535; flags dynamic,timeout; timeout 1m; }
                map marks { type inet_service : mark; elements = { 1 : 2 }; }
                chain i { type filter hook input priority 0; policy accept;
                    update @recent { ip saddr limit rate 1/second } counter name hits quota name much
                    meta mark set tcp dport map @marks
                    ct mark set meta mark
                    tcp option maxseg size 1-500 counter
                }
            }
            """
        #expect(try await Self.messages(beside: text, Self.policy(9443)).isEmpty)
    }
}
