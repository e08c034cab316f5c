import HostRuleset
import Netfilter
import Policy
import SystemPackage
import TestSupport
import Testing

@testable import Enforcement

/// Others change rules all the time, or our table.
@Suite(.needsNetworkNamespaces) struct BusyRulesetTests {
    private let temporary: TemporaryFolder
    private let path: FilePath

    init() throws {
        temporary = try TemporaryFolder()
        path = FilePath(temporary.path(of: "state"))
    }

    /// Applies a large policy, then does `work` while another thread makes `change` again and again.
    private func meanwhile<Value: Sendable>(
        _ change: @escaping @Sendable (inout NetlinkSocket) throws -> Void,
        _ work: @escaping @Sendable (FilePath) throws -> Value
    ) async throws -> Value {
        let path = path
        return try await NetworkNamespace.isolated {
            for count in [6000, 5000] {
                let request = ApplyRequest(SamplePolicies.crowd(count), isForced: true)
                _ = try Enforcer(rememberingIn: path).apply(request)
            }
            return try Background.repeating(
                {
                    var socket = try NetlinkSocket()
                    try change(&socket)
                    Background.sleep(milliseconds: 1)
                },
                during: {
                    Background.sleep(milliseconds: 20)
                    return try work(path)
                }
            )
        }
    }

    /// Makes another table, and deletes it.
    private static func changeAnother(_ socket: inout NetlinkSocket) throws {
        let other = TableName(.ip, "another")
        var batch = try Batch()
        try batch.add(Table(other))
        try batch.add(Chain(ChainName(other, "chain")))
        try socket.commit(batch)
        batch = try Batch()
        try batch.delete(other)
        try socket.commit(batch)
    }

    /// Opens a port and closes it.
    private static func changeOurs(_ socket: inout NetlinkSocket) throws {
        let key = SetKey.type(.inetProtocol, .inetService)
        let set = NamedSet(ObjectName(Enforcer.table, "admins_services"), key: key, isCounting: true)
        for isOpen in [true, false] {
            var batch = try Batch()
            let element = SetElement(6, 23, counter: CounterValue())
            if isOpen { try batch.add([element], to: set) } else { try batch.delete([element], from: set) }
            // A rollback replaces the table meanwhile.
            try? socket.commit(batch)
        }
    }

    @Test func `a thousand changes a second of another table keep nothing from being read, applied or rolled back`()
        async throws
    {
        let wanted = SamplePolicies.crowd(5010)
        let changes = try await meanwhile(Self.changeAnother) { path in
            let planned = try Plan.current(for: ApplyRequest(wanted), rememberedIn: path).changes
            let applied = try Enforcer(rememberingIn: path).apply(ApplyRequest(wanted, isForced: true)).changes
            #expect(planned == applied)
            guard case .policy(let current) = try EnforcementStatus.current(path).rules else {
                Issue.record("not in force")
                return applied
            }
            #expect(current.digest == wanted.digest)
            #expect(try Enforcer(rememberingIn: path).rollBack(to: 1, isForced: true).policy?.number == 1)
            _ = try Doctor.examineKernel(for: nil)
            return applied
        }
        #expect(changes.map(\.subject) == ["admins addresses", "guard addresses"])
    }

    @Test func `a table that somebody changes all the time isn't taken for read, and rolled back all the same`()
        async throws
    {
        let number = try await meanwhile(Self.changeOurs) { path in
            #expect(throws: NetfilterError.interrupted) {
                var socket = try NetlinkSocket()
                _ = try LiveTable(Enforcer.table, from: &socket)
            }
            return try Enforcer(rememberingIn: path).rollBack(to: 1, isForced: true).policy?.number
        }
        #expect(number == 1)
    }

    @Test func `a table that belongs to another process is named as such, and nothing is changed`() async throws {
        let path = path
        try await NetworkNamespace.isolated {
            var owner = try NetlinkSocket()
            try owner.commit(Self.ownedTable())
            let request = ApplyRequest(SamplePolicies.apim, isForced: true)
            let errors = [
                #expect(throws: ApplyError.self) { _ = try Enforcer(rememberingIn: path).apply(request) },
                #expect(throws: ApplyError.self) { _ = try Enforcer(rememberingIn: path).remove() },
                #expect(throws: ApplyError.self) { _ = try KernelRestorer().restore(.none) },
            ]
            for error in errors {
                let text = try #require(error).description
                #expect(text.contains("belongs to") && !text.contains("\n"))
            }
            #expect(try StateFolder.existing(path)?.load().history.isEmpty == true)
            let planned = try Plan.current(for: request, rememberedIn: path).changes.map(\.description)
            #expect(planned.contains { $0.contains("table inet carbonwall") && $0.contains("flags owner") })
            let found = try Doctor.examineKernel(for: nil).findings
            #expect(found.contains { $0.slug == DoctorFinding.tableOwned.rawValue })
            _ = try owner.generation()
        }
    }

    /// The flag of a dormant table, made into that of an owned one.
    private static func ownedTable() throws -> Batch {
        var batch = try Batch()
        try batch.add(Table(Enforcer.table, isDormant: true))
        let flags: [UInt8] = [8, 0, 2, 0, 0, 0, 0, 1]
        return try Batch(serialized: batch.serialized.replacing(flags, with: flags.dropLast() + [2]))
    }
}
