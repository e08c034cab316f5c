import Glibc
import TestSupport
import Testing

@testable import Enforcement

/// Real processes: `apply`, its watchdog, `confirm`.
@Suite struct ConfirmationTests {
    @Test func `what is confirmed in time stays, and its watchdog leaves`() throws {
        let host = try WatchedHost()
        let watchdog = try host.apply(seconds: 600)
        guard case .waiting(let pending, let left) = try host.status() else {
            Issue.record("\(String(describing: try host.status()))")
            return
        }
        #expect(pending.policy == 2)
        #expect(left > .seconds(500) && left <= .seconds(600))
        #expect(try host.state().confirmed == 1)
        #expect(try ProcessRunner.output(of: host.command("confirm")) == "confirmed 2\n")
        #expect(try host.status() == nil)
        let state = try host.state()
        #expect(state.confirmed == 2 && state[2]?.isConfirmed == true)
        #expect(state.lastOutcome?.result == .confirmed)
        try Patience.wait(for: "the watchdog's end") { ProcessIdentity(watchdog) == nil }
        #expect(try host.policyInKernel() == 2)
    }

    @Test func `what nobody confirms goes away, and the rules before it come back`() throws {
        let host = try WatchedHost()
        try host.apply(seconds: 1)
        #expect(try host.policyInKernel() == 2)
        try host.waitForReturn(to: 1)
        #expect(try host.state().confirmed == 1)
    }

    @Test func `a first policy that nobody confirms leaves nothing`() throws {
        let host = try WatchedHost(policies: 0)
        try host.apply(seconds: 1)
        try host.waitForReturn(to: nil)
    }

    @Test func `who confirms too late is told what happened`() throws {
        let host = try WatchedHost()
        try host.apply(seconds: 1)
        try host.waitForReturn(to: 1)
        let error = #expect(throws: ConfirmationError.self) {
            try Enforcer(rememberingIn: host.path, waiting: .zero).confirm(comparing: false)
        }
        #expect(
            error?.description == "nothing waits to be confirmed: policy 2 wasn't confirmed in time, "
                + "and the rules before it were restored"
        )
    }

    @Test func `who confirms twice is told that it is done`() throws {
        let host = try WatchedHost()
        try host.apply(seconds: 600)
        try Enforcer(rememberingIn: host.path).confirm(comparing: false)
        let error = #expect(throws: ConfirmationError.self) {
            try Enforcer(rememberingIn: host.path).confirm(comparing: false)
        }
        #expect(error?.description == "nothing waits to be confirmed: policy 2 was confirmed")
    }

    @Test func `of two that confirm at once one does`() throws {
        let host = try WatchedHost()
        try host.apply(seconds: 600)
        let processes = try (1...2).map { _ in try RunningProcess(host.command("confirm")) }
        let results = try processes.map { try $0.wait() }
        #expect(results.filter(\.succeeded).count == 1)
        #expect(results.contains { $0.output.contains("nothing waits to be confirmed: policy 2 was confirmed") })
    }

    @Test func `a second apply is refused while a confirmation is pending`() throws {
        let host = try WatchedHost()
        try host.apply(seconds: 600)
        let result = try ProcessRunner.run(host.command("apply", host.kernel, "600"))
        #expect(result.output == "error: policy 2 waits to be confirmed\n")
        #expect(try host.policyInKernel() == 2)
        try Enforcer(rememberingIn: host.path).confirm(comparing: false)
    }

    @Test func `of two that apply at once one does`() throws {
        let host = try WatchedHost()
        let processes = try (1...2).map { _ in try RunningProcess(host.applyAndStay(seconds: 600)) }
        try Patience.wait(for: "a refusal") { try processes.contains { try $0.hasWritten("waits to be confirmed") } }
        _ = try host.waitForWatchdog()
        #expect(try host.state().history.count == 2)
    }
}
