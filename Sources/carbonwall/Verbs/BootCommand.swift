#if os(Linux)
import ArgumentParser
import Enforcement

/// `carbonwall boot`: the confirmed policy, when the machine starts.
struct BootCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "boot",
        abstract: "Load the last confirmed policy, as carbonwall.service does when the machine starts.",
        usage: "carbonwall boot [--fail closed|open] [--state DIR]",
        discussion: """
            Loads what was stored when the policy was applied; no file but those of the \
            state folder is read. Where no policy is confirmed it loads nothing. Where \
            the stored policy can't be loaded, it loads a fail-safe that lets in the \
            administrators of that policy alone, or nothing with --fail open, and the \
            exit status is 1.

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

    @OptionGroup var state: StateOptions

    func run() throws {
        let report = try CommandFailure.enforcing {
            try Enforcer.boot(from: state.path, fallingBack: fallback ?? .closed)
        }
        try Console.show(report.text)
    }
}

extension BootReport {
    fileprivate var text: String {
        let settled = interrupted.map {
            "policy \($0.policy) wasn't confirmed before the machine was started anew, and isn't in force\n"
        }
        return (settled ?? "") + sentence + "\n"
    }

    private var sentence: String {
        switch rules {
        case .nothingConfirmed: "no policy is confirmed: nothing is loaded"
        case .loaded(let policy): "policy \(policy.number) is in force: \(policy.title)"
        case .unchanged(let policy): "policy \(policy.number) is in force already: \(policy.title)"
        case .waiting(let pending): "policy \(pending.policy) waits to be confirmed: nothing is loaded"
        }
    }
}
#endif
