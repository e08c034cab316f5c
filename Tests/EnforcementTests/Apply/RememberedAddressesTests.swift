import HostRuleset
import Netfilter
import Policy
import SystemPackage
import TestSupport
import Testing

@testable import Enforcement

/// Large sets aren't read where what is in them is known.
@Suite(.needsNetworkNamespaces, .needs(program: "nft")) struct RememberedAddressesTests {
    private let temporary: TemporaryFolder
    private let path: FilePath

    init() throws {
        temporary = try TemporaryFolder()
        path = FilePath(temporary.path(of: "state"))
    }

    /// Applies `policies` one after the other, then does `work`.
    private func applying<Value: Sendable>(
        _ policies: HostPolicy...,
        work: @escaping @Sendable (FilePath) throws -> Value
    ) async throws -> Value {
        let path = path
        return try await NetworkNamespace.isolated {
            for policy in policies {
                _ = try Enforcer(rememberingIn: path).apply(ApplyRequest(policy, isForced: true))
            }
            return try work(path)
        }
    }

    @Test func `the kernel isn't asked for addresses that are known at its generation, and is at any other`()
        async throws
    {
        let (known, read) = try await applying(SamplePolicies.crowd(20)) { path in
            var socket = try NetlinkSocket()
            let other = try AddressLists(KernelTable(Ruleset(policy: SamplePolicies.crowd(25))))
            let generation = try socket.generation()
            let fitting = RememberedAddresses(generation: generation, lists: other)
            let stale = RememberedAddresses(generation: Generation(rawValue: generation.rawValue - 1), lists: other)
            let known = try LiveTable(Enforcer.table, from: &socket, knowing: fitting).table
            return (known, try LiveTable(Enforcer.table, from: &socket, knowing: stale).table)
        }
        #expect(known?.sets.contains { $0.elements == .ipv4((0..<25).map { 0x0A00_0000 + 4 * $0 }) } == true)
        #expect(read?.sets.contains { $0.elements == .ipv4((0..<20).map { 0x0A00_0000 + 4 * $0 }) } == true)
    }

    @Test func `what is remembered after an apply is what the kernel has`() async throws {
        let (remembered, live) = try await applying(SamplePolicies.crowd(1500), SamplePolicies.crowd(1510)) { path in
            var socket = try NetlinkSocket()
            let folder = try StateFolder(creating: path)
            let remembered = try RememberedAddresses(folder.load(), folder, &socket)
            return (remembered?.lists, try LiveTable(Enforcer.table, from: &socket).table)
        }
        #expect(try remembered == AddressLists(#require(live)))
    }

    @Test func `a change by anybody makes it unknown`() async throws {
        let remembered = try await applying(SamplePolicies.crowd(20)) { path in
            try ProcessRunner.output(of: ["nft", "add table ip other"])
            var socket = try NetlinkSocket()
            let folder = try StateFolder(creating: path)
            return try RememberedAddresses(folder.load(), folder, &socket)
        }
        #expect(remembered == nil)
    }

    @Test func `ten more addresses come by an apply, and the table lists as after nft -f`() async throws {
        let (brought, loaded) = try await applying(SamplePolicies.crowd(1500), SamplePolicies.crowd(1510)) { _ in
            let brought = try Kernel.listing()
            try Kernel.load(SamplePolicies.crowd(1510))
            return (brought, try Kernel.listing())
        }
        #expect(brought == loaded)
    }

    @Test func `the stored ruleset brings everything back, addresses and all`() async throws {
        let (before, after) = try await applying(SamplePolicies.crowd(1500)) { path in
            let before = try Kernel.listing()
            try ProcessRunner.output(of: ["nft", "flush ruleset"])
            let folder = try StateFolder(creating: path)
            try Kernel.commit(Batch(serialized: folder.batch(of: #require(folder.load().history.last))))
            return (before, try Kernel.listing())
        }
        #expect(before == after)
    }

    @Test func `a plan says nothing changes, by what is remembered and by what is read`() async throws {
        let policy = SamplePolicies.crowd(50)
        let changes = try await applying(policy) { path in
            let remembered = try Plan.current(for: ApplyRequest(policy), rememberedIn: path).changes
            try ProcessRunner.output(of: ["nft", "add table ip other"])
            let read = try Plan.current(for: ApplyRequest(policy), rememberedIn: path).changes
            return remembered + read
                + (try Plan.current(for: ApplyRequest(policy), rememberedIn: path.appending("none")).changes)
        }
        #expect(changes.isEmpty)
    }

    @Test func `a plan finds what was changed by hand after an apply`() async throws {
        let changes = try await applying(SamplePolicies.crowd(50)) { path in
            try ProcessRunner.output(of: ["nft", "add element inet carbonwall admins_ipv4_32 { 192.0.2.9 }"])
            return try Plan.current(for: ApplyRequest(SamplePolicies.crowd(50)), rememberedIn: path).changes.map(
                \.description
            )
        }
        #expect(changes == ["~ admins addresses (-192.0.2.9)", "~ guard addresses (-192.0.2.9)"])
    }
}
