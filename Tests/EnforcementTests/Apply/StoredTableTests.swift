import HostRuleset
import Netfilter
import Policy
import SystemPackage
import TestSupport
import Testing

@testable import Enforcement

/// Tables that are read back from the bytes that the state folder keeps.
@Suite struct StoredTableTests {
    private static func stored(_ table: KernelTable) throws -> KernelTable {
        let temporary = try TemporaryFolder()
        let folder = try StateFolder(creating: FilePath(temporary.path(of: "state")))
        let lock = try StateLock(folder, for: "test", waiting: .seconds(10))
        let ruleset = try folder.store(table, failSafe: [], as: 1, holding: lock)
        return try folder.table(of: AppliedPolicy(number: 1, digest: "", title: "", ruleset: ruleset))
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `a table that is kept is read back as it was`(seed: UInt64) throws {
        var policies = RandomPolicies(seed: seed)
        for isAuditOnly in [false, true] {
            let ruleset = Ruleset(policy: policies.policy())
            let table = try KernelTable(isAuditOnly ? ruleset.auditOnly : ruleset)
            #expect(try Self.stored(table) == table)
        }
    }

    @Test func `so is one with many addresses`() throws {
        let table = try KernelTable(Ruleset(policy: SamplePolicies.crowd(5000)))
        #expect(try Self.stored(table) == table)
    }
}
