import Policy
import SystemPackage
import Testing
import TestSupport

@testable import Enforcement

/// Rules of iptables-legacy, in network namespaces of their own.
@Suite(.needsNetworkNamespaces, .needs(program: "iptables-legacy")) struct LegacyTableTests {
    private static func findings(after commands: String...) async throws -> [String] {
        try await NetworkNamespace.isolated {
            for command in commands {
                try ProcessRunner.output(of: command.split(separator: " ").map(String.init))
            }
            return LegacyTable.examine(MachineFiles(root: "/")).findings.map { "\($0.slug): \($0.message)" }
        }
    }

    @Test func `none is no finding`() async throws {
        #expect(try await Self.findings().isEmpty)
    }

    @Test func `an empty one is no finding`() async throws {
        #expect(try await Self.findings(after: "iptables-legacy -L -n", "ip6tables-legacy -L -n").isEmpty)
    }

    @Test(arguments: [
        ("iptables-legacy", "filter", "-A INPUT -p tcp --dport 9443 -j DROP"),
        ("ip6tables-legacy", "filter", "-A INPUT -j DROP"), ("iptables-legacy", "raw", "-N mine"),
    ])
    func `one with rules is named`(command: String, table: String, rule: String) async throws {
        let findings = try await Self.findings(after: "\(command) -t \(table) \(rule)")
        #expect(findings.count == 1)
        #expect(findings.first?.hasPrefix("legacy-iptables: table \(table) of \(command) isn't empty") == true)
    }

    @Test(arguments: ["iptables-legacy", "ip6tables-legacy"])
    func `a policy that drops is named`(command: String) async throws {
        let findings = try await Self.findings(after: "\(command) -A INPUT -j ACCEPT", "\(command) -P INPUT DROP")
        #expect(findings.first?.contains("policy DROP at INPUT") == true)
    }

    @Test func `another hook's policy isn't input's`() async throws {
        #expect(try await Self.findings(after: "iptables-legacy -P FORWARD DROP").isEmpty)
    }
}
