#if os(Linux)
import ArgumentParser
import Enforcement

/// `carbonwall remove`: no firewall of ours.
struct RemoveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Take table inet carbonwall out of this kernel, and nothing else.",
        usage: "carbonwall remove [--state DIR]",
        discussion: """
            Other tables stay as they are, and the next boot loads none of ours. What was \
            in force is still remembered: carbonwall rollback brings it back.

            The host gets another firewall:
              carbonwall remove
            """
    )

    @OptionGroup var state: StateOptions

    func run() throws {
        let outcome = try CommandFailure.enforcing { try state.enforcer().remove() }
        Console.report(lost: outcome.lost)
        let text =
            outcome.wasThere
            ? "table inet carbonwall is removed: nothing of ours filters this host's packets any more\n"
            : "table inet carbonwall isn't there: nothing changes\n"
        try CommandFailure.reporting { () throws(CommandFailure) in try Console.show(text) }
    }
}
#endif
