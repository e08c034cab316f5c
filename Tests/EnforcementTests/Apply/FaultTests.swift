import Emitters
import Enforcement
import Glibc
import Policy
import SystemPackage
import TestSupport
import Testing

/// Real verbs whose disk fails at one call, or from there on, one call after the other: what they say is what is so.
@Suite(.needsNetworkNamespaces, .needs(program: "nft")) struct FaultTests {
    /// A verb, and what it needs before it.
    enum Verb: String, CaseIterable {
        case apply, confirm, rollback, remove, boot
        case applyToConfirm = "apply-to-confirm"

        /// Whether policy 2 waits for a confirmation before.
        var needsPending: Bool { [.confirm, .rollback, .remove].contains(self) }
    }

    /// A host that has policy 1, and policy 2 to be confirmed if the verb needs it, after the verb.
    private final class Trial {
        let folder: TemporaryFolder
        let path: FilePath
        let result: ProcessResult
        let first: String
        private var watchdogs: Set<Int32> = []

        init(_ verb: Verb, failingAt step: Int, _ code: Int32, _ length: String) throws {
            folder = try TemporaryFolder()
            path = FilePath(folder.path(of: "state"))
            let probe = try Locations.program("enforcement-probe")
            try ProcessRunner.output(of: [probe, "enforce", path.string, "192.0.2.1", "9999"])
            first = try Kernel.listing()
            if verb.needsPending {
                try ProcessRunner.output(of: [probe, "enforce", path.string, "192.0.2.2", "9999", "600"])
            }
            if verb == .boot { _ = try KernelRestorer().restore(.none) }
            result = try ProcessRunner.run([probe, "fail", path.string, verb.rawValue, "\(step)", "\(code)", length])
        }

        var isDone: Bool { result.output.contains("done") }
        var listing: String? { try? Kernel.listing() }
        var isNew: Bool { listing?.contains("192.0.2.2") == true }

        /// What is remembered, and the watchdog if one lives.
        func status() throws -> (EnforcementStatus, Int32?) {
            let status = try EnforcementStatus.current(path)
            let folder = try StateFolder(creating: path)
            var watchdog: Int32?
            if let pending = try folder.load().pending { watchdog = try folder.watchdog(of: pending)?.number }
            if let watchdog { watchdogs.insert(watchdog) }
            return (status, watchdog)
        }

        deinit { for watchdog in watchdogs { kill(watchdog, SIGKILL) } }
    }

    /// Every other call fails once, the others and all behind them.
    @Test(arguments: Verb.allCases) func `what a verb says is so, whichever call fails`(verb: Verb) async throws {
        let steps = try await NetworkNamespace.isolated {
            var step = 0
            while true {
                let (code, length) = step.isMultiple(of: 2) ? (ENOSPC, "lasting") : (EIO, "once")
                let trial = try Trial(verb, failingAt: step, code, length)
                defer { _ = try? KernelRestorer().restore(.none) }
                try Self.check(verb, trial, "\(verb) \(step) \(length): \(trial.result.output)")
                guard trial.result.output.contains("fault") else { return step }
                step += 1
            }
        }
        #expect(steps > (verb == .boot ? 3 : 4), "there are calls to fail at")
    }

    private static func check(_ verb: Verb, _ trial: Trial, _ place: Comment) throws {
        let (status, watchdog) = try trial.status()
        let (output, isDone) = (trial.result.output, trial.isDone)
        switch verb {
        case .apply:
            #expect(trial.isNew == (isDone || output.contains("policy 2 is in force, and that")), place)
        case .applyToConfirm:
            #expect(trial.isNew == (isDone || output.contains("policy 2 is in force, and that")), place)
            #expect(!trial.isNew || watchdog != nil, place)
        case .confirm:
            #expect(trial.isNew, place)
            #expect((status.confirmation == nil) == isDone, place)
            #expect(status.confirmed?.number == (isDone ? 2 : 1), place)
            #expect(isDone || watchdog != nil, place)
        case .rollback:
            #expect(
                (trial.listing == trial.first) == (isDone || output.contains("policy 1 is in force, and that")),
                place
            )
        case .remove:
            #expect((trial.listing == nil) == (isDone || output.contains("the rules are removed, and that")), place)
        case .boot:
            #expect(trial.listing == trial.first, place)
            #expect(isDone || output.contains("policy 1 is in force, and that"), place)
        }
        if isDone { try checkStatus(verb, status, place) }
    }

    /// What was done is remembered.
    private static func checkStatus(_ verb: Verb, _ status: EnforcementStatus, _ place: Comment) throws {
        switch (verb, status.rules) {
        case (.remove, .none(nil)), (.apply, .policy), (.applyToConfirm, .policy), (.confirm, .policy): break
        case (.rollback, .policy(let policy)), (.boot, .policy(let policy)): #expect(policy.number == 1, place)
        default: Issue.record("\(place.rawValue): \(status.rules)")
        }
    }
}
