#if os(Linux)
import ArgumentParser
import Emitters
import Enforcement

/// `carbonwall remove`: no firewall of ours.
struct RemoveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Take table inet carbonwall out of this kernel, and nothing else.",
        usage: "carbonwall remove [--state DIR] [--format text|json]",
        discussion: """
            Other tables stay as they are, and the next boot loads none of ours. What was \
            in force is still remembered: carbonwall rollback brings it back.

            The host gets another firewall:
              carbonwall remove
            """
    )

    @OptionGroup var report: ReportOptions

    @OptionGroup var state: StateOptions

    func run() throws {
        try report.report {
            let outcome = try state.enforcer().remove()
            Console.report(lost: outcome.lost)
            guard outcome.wasThere else {
                return Outcome(kind: .unchanged, text: "table inet carbonwall isn't there: nothing changes\n")
            }
            SystemLog.note("table inet carbonwall is removed" + SystemLog.caller)
            return Outcome(
                kind: .done,
                text: "table inet carbonwall is removed: nothing of ours filters this host's packets any more\n",
                members: [("lost", .strings(outcome.lost))]
            )
        }
    }
}
#endif
