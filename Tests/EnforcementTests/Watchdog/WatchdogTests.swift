import Glibc
import Policy
import SystemPackage
import Synchronization
import TestSupport
import Testing

@testable import Enforcement

/// A watchdog in the test's own process, on a kernel that does what the test wants.
@Suite struct WatchdogTests {
    private final class Kernel: Restorer {
        private let results: Mutex<[String?]>
        private let received = Mutex<[PreviousRuleset]>([])

        /// Answers each time with the next of `failures`; nil, and none left, mean success.
        init(failures: [String?] = []) {
            results = Mutex(failures)
        }

        var batches: [PreviousRuleset] { received.withLock { $0 } }

        func restore(_ ruleset: PreviousRuleset) throws -> KernelMark? {
            received.withLock { $0.append(ruleset) }
            let failure = results.withLock { $0.isEmpty ? nil : $0.removeFirst() }
            if let failure { throw SystemError(failure, code: EPERM) }
            return SampleState.mark(42)
        }
    }

    private let temporary: TemporaryFolder
    private let path: FilePath
    private static let quick = Watchdog.Timing(
        lockPatience: .milliseconds(50),
        firstPause: .milliseconds(5),
        longestPause: .milliseconds(20)
    )

    init() throws {
        temporary = try TemporaryFolder()
        path = FilePath(temporary.path(of: "state"))
    }

    /// Two policies; the second is pending, and its time is over.
    private func expired(boot: BootID? = nil) throws -> PendingConfirmation {
        let folder = try StateFolder(creating: path)
        try folder.apply()
        var state = try folder.apply(isConfirmed: false)
        let pending = PendingConfirmation(
            policy: 2,
            previous: 1,
            deadline: .now,
            boot: try boot ?? .current(),
            token: .random()
        )
        try state.begin(pending)
        try folder.save(state, holding: StateLock(folder, for: "test", waiting: .seconds(10)))
        return pending
    }

    private func watch(_ pending: PendingConfirmation, _ kernel: Kernel) throws -> Watchdog.End {
        try Watchdog(pending.token, in: path, timing: Self.quick).watch(kernel)
    }

    @Test func `a kernel that refuses is asked again, and every refusal is noted`() throws {
        let kernel = Kernel(failures: ["one", "two"])
        #expect(try watch(expired(), kernel) == .restored)
        #expect(kernel.batches == Array(repeating: .batch(SampleState.batch(1)), count: 3))
        #expect(try StateFolder(creating: path).load().lastOutcome?.result == .restored)
    }

    @Test func `a refusal is in the status`() throws {
        var state = SampleState.full
        let pending = try #require(state.pending)
        state.noteFailure(of: pending, reason: String(repeating: "x", count: 10_000))
        #expect(state.pending == pending)
        let bytes = SealedBytes.seal(state.content, as: .state)
        let read = try EnforcementState(content: SealedBytes.open(bytes, as: .state), version: 2)
        #expect(read.lastOutcome?.result == .failed(String(repeating: "x", count: 512)))
    }

    @Test func `a process that hangs with the lock doesn't keep the rules from coming back`() throws {
        let pending = try expired()
        let other = try RunningProcess([Locations.program("enforcement-probe"), "hold", path.string])
        try other.waitForOutput("held")
        let killer = try RunningProcess(["sh", "-c", "sleep 0.5; kill -9 \(other.number)"])
        let kernel = Kernel()
        #expect(try watch(pending, kernel) == .restored)
        #expect(kernel.batches.count > 1, "without the lock, and again with it")
        #expect(try StateFolder(creating: path).load().lastOutcome?.result == .restored)
        try killer.wait()
    }

    @Test func `what was answered while the lock was awaited is left alone`() throws {
        let pending = try expired()
        let watchdog = try Watchdog(pending.token, in: path, timing: Self.quick)
        let folder = try StateFolder(creating: path)
        var state = try folder.load()
        state.abandonConfirmation()
        try folder.save(state, holding: StateLock(folder, for: "rollback", waiting: .seconds(10)))
        let kernel = Kernel()
        #expect(watchdog.watch(kernel) == .answered)
        #expect(kernel.batches.isEmpty)
    }

    @Test(arguments: ["echo nonsense >state/state", "rm state/state", "rm -r state", "chmod 666 state/state"])
    func `a state that can't be read doesn't keep the rules from coming back`(damage: String) throws {
        let pending = try expired()
        let watchdog = try Watchdog(pending.token, in: path, timing: Self.quick)
        try ProcessRunner.output(of: ["sh", "-ec", "cd \(temporary.path); \(damage)"])
        let kernel = Kernel()
        #expect(watchdog.watch(kernel) == .restored)
        #expect(kernel.batches == [.batch(SampleState.batch(1))])
    }

    /// What the hints advise where a state can't be used: remove the folder's content and apply again.
    @Test(arguments: ["rm state/*", "rm -r state", "mv state old"], 1...3)
    func `a state that was begun anew is none of an old watchdog's`(removal: String, applies: Int) throws {
        let pending = try expired()
        let watchdog = try Watchdog(pending.token, in: path, timing: Self.quick)
        try ProcessRunner.output(of: ["sh", "-ec", "cd \(temporary.path); \(removal); rm -f old/state"])
        for number in 1...applies { try StateFolder(creating: path).apply(isConfirmed: number < applies) }
        let folder = try StateFolder(creating: path)
        var state = try folder.load()
        try state.begin(PendingConfirmation(of: applies, backTo: nil, within: 60))
        try folder.save(state, holding: StateLock(folder, for: "test", waiting: .seconds(10)))
        let kernel = Kernel()
        #expect(watchdog.watch(kernel) == .answered)
        #expect(kernel.batches.isEmpty)
        #expect(try folder.load() == state)
    }

    @Test(arguments: [1, 2, 4]) func `a disk that fails keeps no rules from coming back`(length: Int) throws {
        for step in 0..<8 {
            let pending = try expired()
            let storage = RecordedStorage(failing: step..<(step + length))
            let watchdog = try Watchdog(pending.token, in: path, timing: Self.quick, storage: storage)
            let kernel = Kernel()
            _ = watchdog.watch(kernel)
            #expect(!kernel.batches.isEmpty && kernel.batches.allSatisfy { $0 == .batch(SampleState.batch(1)) })
            let state = try StateFolder(creating: path).load()
            #expect(state.lastOutcome?.result == .restored && state.pending == nil && state.current == 1)
            try ProcessRunner.output(of: ["rm", "-r", path.string])
        }
    }

    @Test(arguments: [UInt64.max, 1 << 63, 0]) func `a deadline that nobody gave is a deadline`(nanoseconds: UInt64) {
        let deadline = BootTime(nanoseconds: nanoseconds)
        #expect((deadline.since(.now) > .zero) == (nanoseconds > 0))
        #expect((BootTime.now.since(deadline) < .zero) == (nanoseconds > 0))
        #expect(BootTime(nanoseconds: .max).since(BootTime(nanoseconds: 0)) == .nanoseconds(Int64.max))
    }

    @Test func `there is no watchdog for a confirmation that isn't pending`() throws {
        _ = try expired()
        let token = ConfirmationToken.random()
        #expect(throws: WatchdogError.noSuchConfirmation(token)) { _ = try Watchdog(token, in: path) }
        #expect(throws: WatchdogError.noFolder("/nowhere")) { _ = try Watchdog(token, in: "/nowhere") }
    }

    @Test func `there is no watchdog that couldn't restore`() throws {
        let pending = try expired()
        try temporary.write([1, 2, 3], to: "state/ruleset-1")
        #expect(throws: StateError.self) { _ = try Watchdog(pending.token, in: path) }
    }

    @Test func `after a restart of the machine the status says so, and nothing can be confirmed`() throws {
        let pending = try expired(boot: BootID("another"))
        let folder = try StateFolder(creating: path)
        #expect(try folder.confirmationStatus(of: folder.load()) == .interruptedByBoot(pending))
        #expect(throws: ConfirmationError.interruptedByBoot(pending)) { try Enforcer(rememberingIn: path).confirm() }
    }

    @Test(.needsNetworkNamespaces)
    func `who applies after the time, and the watchdog, are gone is told to go back first`() async throws {
        let pending = try expired()
        let path = path
        let error = await #expect(throws: ApplyError.self) {
            // In a kernel of its own, should it not be refused.
            try await NetworkNamespace.isolated {
                _ = try Enforcer(rememberingIn: path).apply(ApplyRequest(HostPolicy(title: "test", services: [])))
            }
        }
        #expect(error == .unanswered(pending))
        #expect(error?.advice?.hasPrefix("carbonwall rollback goes back") == true)
    }

    @Test func `what was never in force can't be confirmed`() throws {
        let folder = try StateFolder(creating: path)
        try folder.apply()
        var state = try folder.load()
        try state.begin(PendingConfirmation(of: 1, backTo: nil, within: 60))
        state.enforce(nil, mark: nil, isConfirmed: false)
        let pending = try #require(state.pending)
        #expect(throws: ConfirmationError.notApplied(pending)) { try state.confirm(boot: .current()) }
    }
}
