import Foundation
import TestSupport
import Testing

/// `carbonwall doctor` on this machine's files, with kernels of its own.
@Suite(.needsNetworkNamespaces) struct DoctorCommandTests {
    private func doctor(_ arguments: String..., before: [[String]] = [], as user: [String] = []) async throws
        -> ProcessResult
    {
        try await NetworkNamespace.isolated {
            for command in before { try ProcessRunner.output(of: command) }
            return try ProcessRunner.run(user + [try Locations.carbonwall, "doctor"] + arguments)
        }
    }

    @Test func `it says what is fine`() async throws {
        let result = try await doctor()
        #expect(result.output.contains("ok: the kernel is Linux "))
        #expect(result.output.contains("ok: the kernel has all that a ruleset needs of nf_tables\n"))
        // Whoever may not look at process 1 is told what that hides.
        #expect(result.errorLines.allSatisfy { $0.contains("what should be in force can't be told") })
    }

    @Test(.needs(program: "iptables-legacy")) func `what bites gives exit code 2`() async throws {
        let result = try await doctor(before: [["iptables-legacy", "-P", "INPUT", "DROP"]])
        #expect(result.status == .exited(2))
        #expect(result.output.contains("[legacy-iptables]\n  hint: "))
    }

    @Test(.needs(program: "nft")) func `a selection's ports are looked after in other tables`() async throws {
        let other =
            "add table inet firewalld { chain filter_INPUT { type filter hook input priority 10; policy drop; }; }"
        let result = try await doctor("--runtime", "apim", before: [["nft", other]])
        #expect(result.status == .exited(2))
        let place = "table inet firewalld, chain filter_INPUT, priority 10"
        let finding = try #require(result.output.split(separator: "\n").first { $0.hasPrefix("error: ") })
        #expect(finding.hasSuffix(" are accepted here, but \(place) drops them [other-table-drops]"))
        #expect(finding.contains(" 9443/tcp, "))
        #expect(try await doctor("--runtime", "apim").output.contains("other-table-drops") == false)
    }

    @Test(.needs(program: "nft")) func `an audience that is dropped altogether is no ban, however few it is`()
        async throws
    {
        let other =
            "add table inet filter { chain mine { type filter hook input priority 10; ip saddr 203.0.113.9 tcp dport 9443 drop; }; }"
        let result = try await doctor("--runtime", "si", "--from", "admins=203.0.113.9", before: [["nft", other]])
        #expect(result.status == .exited(2) && result.output.contains("[other-table-drops]"))
        let ban = try await doctor("--runtime", "si", "--from", "admins=203.0.113.0/24", before: [["nft", other]])
        #expect(ban.output.contains("[other-table-bans]"))
    }

    @Test(.needs(program: "nft")) func `a state folder tells what should be in force`() async throws {
        try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            _ = try host.apply()
            #expect(!(try host.run("doctor").output.contains("policy-not-loaded")))
            try host.nft("flush", "ruleset")
            let result = try host.run("doctor")
            #expect(result.status == .exited(2) && result.output.contains("policy-not-loaded"))
        }
    }

    @Test func `half a selection is wrong usage`() async throws {
        #expect(try await doctor("--role", "gateway").status == .exited(64))
    }

    @Test func `json has the facts and the findings`() async throws {
        let result = try await doctor("--format", "json")
        let report = try #require(try JSONSerialization.jsonObject(with: Data(result.outputBytes)) as? [String: Any])
        #expect((report["facts"] as? [String])?.first?.hasPrefix("the kernel is Linux") == true)
        #expect(report["findings"] is [[String: Any]])
    }

    @Test func `without the privilege it says what files tell, and ends with 77`() async throws {
        let result = try await doctor(as: ["setpriv", "--bounding-set", "-net_admin"])
        #expect(result.status == .exited(77))
        #expect(result.output.hasPrefix("ok: the kernel is Linux "))
        #expect(result.errors.contains("takes root"))
    }
}
