import Policy
import SystemPackage
import Testing

@testable import Enforcement

@Suite struct ConnectionTableTests {
    private func machine(count: Int, limit: Int) throws -> FakeMachine {
        try FakeMachine([
            "proc/sys/net/netfilter/nf_conntrack_count": "\(count)\n",
            "proc/sys/net/netfilter/nf_conntrack_max": "\(limit)\n",
        ])
    }

    @Test(arguments: [(900, 1), (899, 0), (1000, 1), (0, 0)])
    func `from nine tenths on it is nearly full`(count: Int, findings: Int) throws {
        let diagnosis = try machine(count: count, limit: 1000).examine(ConnectionTable.examine)
        #expect(diagnosis.findings.map(\.slug) == Array(repeating: "conntrack-nearly-full", count: findings))
        #expect(diagnosis.facts.count == 1 - findings)
    }

    @Test func `a kernel that tracks nothing is no finding`() throws {
        #expect(try FakeMachine().examine(ConnectionTable.examine) == Diagnosis())
        #expect(try machine(count: 5, limit: 0).examine(ConnectionTable.examine) == Diagnosis())
    }
}
