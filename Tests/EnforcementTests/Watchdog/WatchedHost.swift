import Glibc
import SystemPackage
import TestSupport
import Testing

@testable import Enforcement

/// A state folder with one confirmed policy, a file in the place of the kernel's rules, and the probe's verbs for them.
final class WatchedHost {
    let temporary: TemporaryFolder
    let path: FilePath
    let kernel: String
    private var watchdogs: [Int32] = []

    /// `policies` are in force one after the other, confirmed, before anything else happens.
    init(policies: Int = 1) throws {
        temporary = try TemporaryFolder()
        path = FilePath(temporary.path(of: "state"))
        kernel = temporary.path(of: "kernel")
        let folder = try StateFolder(creating: path)
        for _ in 0..<policies { try folder.apply() }
    }

    deinit {
        for watchdog in watchdogs { kill(watchdog, SIGKILL) }
    }

    /// The command line of the probe's `deed`.
    func command(_ deed: String, _ arguments: String...) throws -> [String] {
        [try Locations.program("enforcement-probe"), deed, path.string] + arguments
    }

    /// The command line that applies the next policy, to be confirmed in `seconds`; then it stays until it is killed.
    func applyAndStay(seconds: Int) throws -> [String] { try command("apply", kernel, "\(seconds)", "stay") }

    /// Applies the next policy, to be confirmed in `seconds`.
    ///
    /// - Returns: The watchdog.
    @discardableResult
    func apply(seconds: Int) throws -> Int32 {
        let output = try ProcessRunner.output(of: command("apply", kernel, "\(seconds)"))
        return try #require(watchdog(in: output))
    }

    /// Waits until a policy is applied, by whomever.
    ///
    /// - Returns: The watchdog.
    func waitForWatchdog() throws -> Int32 {
        try Patience.wait(for: "a pending policy in force") {
            let state = try self.state()
            return state.pending != nil && state.current == state.pending?.policy
        }
        let folder = try StateFolder(creating: path)
        let pending = try #require(try state().pending)
        let watchdog = try #require(try folder.watchdog(of: pending)).number
        watchdogs.append(watchdog)
        return watchdog
    }

    private func watchdog(in output: String) -> Int32? {
        let number = output.split(whereSeparator: \.isWhitespace).last.flatMap { Int32($0) }
        if let number { watchdogs.append(number) }
        return number
    }

    func state() throws -> EnforcementState { try StateFolder(creating: path).load() }

    func status() throws -> ConfirmationStatus? {
        let folder = try StateFolder(creating: path)
        return try folder.confirmationStatus(of: folder.load())
    }

    /// The number of the policy whose batch the kernel got last; nil where it got another, 0 for the empty one.
    func policyInKernel() throws -> Int? {
        let batch = try temporary.contents(of: "kernel")
        return batch.isEmpty ? 0 : (1...20).first { SampleState.batch($0) == batch }
    }

    /// Waits until nothing is pending, and checks that the rules of the policy `number` are back.
    func waitForReturn(to number: Int?) throws {
        try Patience.wait(for: "the end of the confirmation") { try self.state().pending == nil }
        let state = try self.state()
        #expect(try policyInKernel() == number ?? 0)
        #expect(state.current == number)
        #expect(state.lastOutcome?.result == .restored)
        #expect(state.mark?.generation == 42)
    }
}
