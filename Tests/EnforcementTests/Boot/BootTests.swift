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
