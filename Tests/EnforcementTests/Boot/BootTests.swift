import Netfilter
import Policy
import SystemPackage
import TestSupport
import Testing

@testable import Enforcement

/// What is in force after a restart, in namespaces of their own.
@Suite(.needsNetworkNamespaces, .needs(program: "nft"), .needs(program: "ip")) struct BootTests {
    @Test func `the confirmed policy lists as it did before the restart`() async throws {
        try await NetworkNamespace.isolated {
            let host = try BootedHost()
            try host.apply(SamplePolicies.apim)
            let before = try host.listing()
            try host.restart()
            let report = try host.boot()
            guard case .loaded(let policy) = report.rules else {
                Issue.record("\(report)")
                return
            }
            #expect(policy.number == 1)
            #expect(try host.listing() == before)
            #expect(try host.status().rules == .policy(policy))
        }
    }

    @Test func `where nothing was ever applied nothing is loaded`() async throws {
        try await NetworkNamespace.isolated {
            let host = try BootedHost()
            #expect(try host.boot().rules == .nothingConfirmed)
            #expect(try Enforcer.boot(from: "/nonexistent/carbonwall", fallingBack: .closed).rules == .nothingConfirmed)
            #expect(try host.status().rules == .none(expected: nil))
        }
    }

    @Test func `a policy that wasn't confirmed before the restart isn't loaded`() async throws {
        try await NetworkNamespace.isolated {
            let host = try BootedHost()
            try host.apply(SamplePolicies.apim)
            try host.apply(SamplePolicies.bare)
            try host.edit { state in
                state.confirmed = 1
                state.pending = try PendingConfirmation(of: 2, backTo: 1, within: 60)
            }
            try host.restart()
            let report = try host.boot()
            #expect(report.interrupted?.policy == 2)
            guard case .loaded(let policy) = report.rules else {
                Issue.record("\(report)")
                return
            }
            #expect(policy.number == 1)
            guard case .interruptedByBoot? = try host.status().confirmation else {
                Issue.record("the confirmation isn't interrupted")
                return
            }
            try host.apply(SamplePolicies.bare)
        }
    }

    @Test func `a policy that waits to be confirmed in the same boot is left alone`() async throws {
        try await NetworkNamespace.isolated {
            let host = try BootedHost()
            try host.apply(SamplePolicies.apim)
            try host.edit { $0.pending = try PendingConfirmation(of: 1, backTo: nil, within: 60) }
            let before = try host.listing()
            guard case .waiting = try host.boot().rules else {
                Issue.record("something was loaded")
                return
            }
            #expect(try host.listing() == before)
        }
    }

    /// How the policy of a confirmation gets lost in the boot that it began in.
    enum Loss: CaseIterable {
        case flushed, newNamespace, newNamespaceWithOtherRules
    }

    @Test(arguments: Loss.allCases)
    func `a policy that waits to be confirmed and is gone is no reason to load nothing`(loss: Loss) async throws {
        try await NetworkNamespace.isolated {
            let host = try BootedHost()
            try host.apply(SamplePolicies.apim)
            let before = try host.listing()
            try host.apply(SamplePolicies.bare)
            var token: ConfirmationToken?
            try host.edit { state in
                state.confirmed = 1
                state.pending = try PendingConfirmation(of: 2, backTo: 1, within: 600)
                token = state.pending?.token
                guard loss != .flushed, let mark = state.mark else { return }
                let namespace = NetworkNamespaceID(inode: mark.namespace.inode, cookie: mark.namespace.cookie &+ 1)
                state.mark = KernelMark(generation: mark.generation, boot: mark.boot, namespace: namespace)
            }
            if loss != .newNamespaceWithOtherRules {
                try host.inside { try ProcessRunner.output(of: ["nft", "flush", "ruleset"]) }
            }
            let watchdog = try Watchdog(try #require(token), in: host.path)
            let report = try host.boot()
            #expect(report.interrupted?.policy == 2)
            guard case .loaded(let policy) = report.rules else {
                Issue.record("\(report)")
                return
            }
            #expect(policy.number == 1)
            #expect(try host.listing() == before)
            let isPending = watchdog.isPending()
            #expect(!isPending, "a watchdog that lives leaves")
            guard case .interruptedByBoot? = try host.status().confirmation else {
                Issue.record("the confirmation isn't interrupted")
                return
            }
            guard case .unchanged = try host.boot().rules else {
                Issue.record("it was loaded again")
                return
            }
            try host.apply(SamplePolicies.bare)
        }
    }

    @Test func `a first policy that waits and is gone leaves nothing to load`() async throws {
        try await NetworkNamespace.isolated {
            let host = try BootedHost()
            try host.apply(SamplePolicies.apim)
            try host.edit { state in
                state.confirmed = nil
                state.pending = try PendingConfirmation(of: 1, backTo: nil, within: 600)
            }
            try host.inside { try ProcessRunner.output(of: ["nft", "flush", "ruleset"]) }
            let report = try host.boot()
            #expect(report.rules == .nothingConfirmed && report.interrupted?.policy == 1)
        }
    }

    /// Before Linux 5.14 a namespace has no cookie, and a new one may get the number of one that is gone.
    @Test func `a generation without our table isn't taken for the policy`() async throws {
        try await NetworkNamespace.isolated {
            let host = try BootedHost()
            try host.apply(SamplePolicies.apim)
            try host.inside { try ProcessRunner.output(of: ["nft", "flush", "ruleset"]) }
            let path = host.path
            let mark = try host.inside {
                var socket = try NetlinkSocket()
                return try KernelMark(generation: socket.generation().rawValue)
            }
            try host.edit { $0.mark = mark }
            guard case .loaded = try host.inside({ try Enforcer.boot(from: path, fallingBack: .closed) }).rules else {
                Issue.record("nothing was loaded")
                return
            }
        }
    }

    @Test(arguments: ["notes", "ruleset-9", "state.bak", "watchdog.new"])
    func `a file that others could have written and that isn't needed doesn't matter`(name: String) async throws {
        try await NetworkNamespace.isolated {
            let host = try BootedHost()
            try host.apply(SamplePolicies.apim)
            let before = try host.listing()
            try host.restart()
            try host.folder.write([1, 2, 3], to: name, permissions: 0o664)
            try ProcessRunner.output(of: ["ln", "-s", "nowhere", host.folder.path(of: "link")])
            guard case .loaded = try host.boot().rules else {
                Issue.record("it isn't loaded")
                return
            }
            #expect(try host.listing() == before)
        }
    }

    @Test func `the unit's restart leaves rules and counters alone`() async throws {
        try await NetworkNamespace.isolated {
            let host = try BootedHost()
            try host.apply(SamplePolicies.apim)
            #expect(try host.isOpen(22, to: .admin))
            let before = try host.listing()
            guard case .unchanged = try host.boot().rules else {
                Issue.record("something was loaded")
                return
            }
            #expect(try host.listing() == before)
        }
    }

    @Test func `where somebody changed other rules meanwhile, the counters go on too`() async throws {
        try await NetworkNamespace.isolated {
            let host = try BootedHost()
            try host.apply(SamplePolicies.apim)
            #expect(try host.isOpen(22, to: .admin))
            let before = try host.listing()
            #expect(before.contains("tcp . 22 counter packets 1 "))
            try host.inside { try ProcessRunner.output(of: ["nft", "add", "table", "inet", "other"]) }
            guard case .loaded = try host.boot().rules else {
                Issue.record("nothing was loaded")
                return
            }
            #expect(try host.listing() == before)
        }
    }

    @Test func `without the privilege nothing is tried instead`() async throws {
        await #expect(throws: NetfilterError.notPermitted) {
            try await NetworkNamespace.isolated {
                let host = try BootedHost()
                _ = try Enforcer(rememberingIn: host.path).apply(ApplyRequest(SamplePolicies.apim, isForced: true))
                _ = try KernelRestorer().restore(.none)
                try NetworkNamespace.renounceAdministration()
                _ = try Enforcer.boot(from: host.path, fallingBack: .closed)
            }
        }
    }
}
