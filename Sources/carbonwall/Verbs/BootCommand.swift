#if os(Linux)
import ArgumentParser
import Emitters
import Enforcement

/// `carbonwall boot`: the confirmed policy, when the machine starts.
struct BootCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "boot",
        abstract: "Load the last confirmed policy, as carbonwall.service does when the machine starts.",
        usage: "carbonwall boot [--fail closed|open] [--state DIR] [--format text|json]",
        discussion: """
            Loads what was stored when the policy was applied; no file but those of the \
            state folder is read. Where no policy is confirmed it loads nothing. A policy \
            that waits to be confirmed stays while it is in the kernel; if it is gone, the \
            last confirmed one is loaded. Where the stored policy can't be loaded, it loads \
            a fail-safe that lets in the administrators of that policy alone, or nothing \
            with --fail open, and the exit status is 1.

            Load it again after somebody has flushed everything:
              carbonwall boot
            A machine that nobody can get to must stay reachable:
              carbonwall boot --fail open
            """
    )

    @Option(
        name: .customLong("fail"),
        help: ArgumentHelp(
            "Where the policy can't be loaded, close all but the way in, or load nothing (default: closed).",
            valueName: "closed|open"
        ),
        completion: .list(BootFallback.allCases.map(\.rawValue)),
        transform: { try Choice.parse($0) }
    )
    var fallback: BootFallback?

    @OptionGroup var report: ReportOptions

    @OptionGroup var state: StateOptions

    func run() throws {
        try report.report {
            let report = try Enforcer.boot(from: state.home().path, fallingBack: fallback ?? .closed)
            SystemLog.note("boot: \(report.sentence)" + SystemLog.caller)
            return report.outcome
        }
    }
}

extension BootReport {
    fileprivate var text: String {
        let settled = interrupted.map {
            "policy \($0.policy) wasn't confirmed before it was gone, with a restart or a flush, and isn't in force\n"
        }
        return origin + (settled ?? "") + sentence + "\n"
    }

    private var origin: String {
        switch relation {
        case .here, .gone(isOtherMachine: false): ""
        case .gone(isOtherMachine: true):
            "the state folder is another machine's (a copied image, a mounted folder): its policy counts, what waited there doesn't\n"
        case .elsewhere(let namespace, _):
            "the state folder belonged to \(namespace), and it can't be told from here whether that still exists: it is this one's now\n"
        }
    }

    fileprivate var outcome: Outcome {
        Outcome(
            kind: loaded == nil ? .unchanged : .done,
            text: text,
            members: [
                ("rules", .string(sentence)),
                ("policy", .orNull((loaded ?? present)) { .object($0.members) }),
                ("interrupted", .orNull(interrupted) { .integer($0.policy) }),
            ]
        )
    }

    private var loaded: AppliedPolicy? {
        if case .loaded(let policy) = rules { policy } else { nil }
    }

    private var present: AppliedPolicy? {
        if case .unchanged(let policy) = rules { policy } else { nil }
    }

    fileprivate var sentence: String {
        switch rules {
        case .nothingConfirmed: "no policy is confirmed: nothing is loaded"
        case .loaded(let policy): "policy \(policy.number) is in force: \(policy.title)"
        case .unchanged(let policy): "policy \(policy.number) is in force already: \(policy.title)"
        case .waiting(let pending): "policy \(pending.policy) waits to be confirmed: nothing is loaded"
        }
    }
}
#endif
