#if os(Linux)
import ArgumentParser
import Emitters
import Enforcement
import Policy

/// `carbonwall rollback`: a policy from before.
struct RollbackCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback",
        abstract: "Go back to the rules from before the last apply, or to an earlier policy.",
        usage: "carbonwall rollback [--to NUMBER] [--dry-run] [--force] [--state DIR] [--format text|json]",
        discussion: """
            While an apply waits to be confirmed, that is answered: the rules before it \
            come back at once. The last ten policies are remembered; carbonwall status \
            lists them. What was changed by hand, or never confirmed, is passed over unless \
            --to names it. Otherwise whoever is connected over SSH now must be able to \
            connect again under them, as with apply; --force goes back nevertheless.

            The last apply was a mistake:
              carbonwall rollback
            What would change?
              carbonwall rollback --dry-run
            What was it like on Monday?
              carbonwall rollback --to 3
            """
    )

    @Option(
        name: .customLong("to"),
        help: ArgumentHelp("The policy to go to, by its number.", valueName: "number"),
        transform: { try PolicyNumber.parse($0) }
    )
    var number: Int?

    @Flag(name: .customLong("force"), help: "Go there although somebody who is connected would be locked out.")
    var isForced = false

    @Flag(name: .customLong("dry-run"), help: "Only say what would change.")
    var isDryRun = false

    @OptionGroup var report: ReportOptions

    @OptionGroup var state: StateOptions

    func run() throws {
        try report.report { isDryRun ? try preview() : try rollBack() }
    }

    private func rollBack() throws -> Outcome {
        let outcome = try state.enforcer().rollBack(to: number, isForced: isForced)
        Console.report(outcome.findings.map(Report.line).joined())
        Console.report(lost: outcome.lost)
        let policy = outcome.policy.map { "policy \($0.number) is in force: \($0.title)" }
        SystemLog.note("rolled back: \(policy ?? "no rules of ours are loaded")" + SystemLog.caller)
        let gone =
            "table inet carbonwall is gone, as it was before the first apply: this host has no firewall of ours\n"
        return Outcome(
            kind: .done,
            text: outcome.policy.map { "\(policy ?? "")\n" + $0.noteOnRestart } ?? gone,
            members: [
                ("policy", .orNull(outcome.policy) { .object($0.members) }),
                ("findings", .array(outcome.findings.map(\.json))),
                ("lost", .strings(outcome.lost)),
            ]
        )
    }

    /// What a rollback would do.
    private func preview() throws -> Outcome {
        let preview = try Enforcer.previewRollback(to: number, isForced: isForced, in: state.home().path)
        Console.report(preview.findings.map(Report.line).joined())
        let goal = preview.policy.map { "policy \($0.number): \($0.title)" } ?? "no rules of ours"
        let lost = preview.lost.map { "! \($0), which somebody had added by hand, couldn't be kept" }
        let lines =
            preview.changes.map(\.description) + lost + [
                "a rollback goes to \(goal)", "nothing was changed (--dry-run)",
            ]
        return Outcome(
            kind: .unchanged,
            text: lines.map { "\($0.printable)\n" }.joined(),
            members: [
                ("policy", .orNull(preview.policy) { .object($0.members) }),
                ("changes", .array(preview.changes.map(\.json))),
                ("findings", .array(preview.findings.map(\.json))),
                ("lost", .strings(preview.lost)),
            ]
        )
    }
}

extension AppliedPolicy {
    /// That rules of no policy don't stay over a restart.
    fileprivate var noteOnRestart: String {
        isFoundInKernel
            ? "  nothing loads these rules at a start: they were never applied, so they are never confirmed\n" : ""
    }
}

/// The number of a policy as an option spells it.
private enum PolicyNumber {
    /// - Throws: `UnusableValue` where `text` is none.
    static func parse(_ text: String) throws(UnusableValue) -> Int {
        guard let number = DecimalNumber.parse(text), number > 0 else {
            throw UnusableValue("a policy's number is a whole number from 1, in digits alone")
        }
        return number
    }
}
#endif
