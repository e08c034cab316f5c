#if os(Linux)
import ArgumentParser
import Enforcement

/// `carbonwall rollback`: a policy from before.
struct RollbackCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback",
        abstract: "Go back to the rules from before the last apply, or to an earlier policy.",
        usage: "carbonwall rollback [--to NUMBER] [--force] [--state DIR]",
        discussion: """
            While an apply waits to be confirmed, that is answered: the rules before it \
            come back at once. The last ten policies are remembered; carbonwall status \
            lists them. Otherwise whoever is connected over SSH now must be able to \
            connect again under them, as with apply; --force goes back nevertheless.

            The last apply was a mistake:
              carbonwall rollback
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

    @OptionGroup var state: StateOptions

    func run() throws {
        let outcome = try CommandFailure.enforcing { try state.enforcer().rollBack(to: number, isForced: isForced) }
        Console.report(outcome.findings.map(Report.line).joined())
        Console.report(lost: outcome.lost)
        let text =
            outcome.policy.map { "policy \($0.number) is in force: \($0.title)\n" }
            ?? "table inet carbonwall is gone, as it was before the first apply: this host has no firewall of ours\n"
        try CommandFailure.reporting { () throws(CommandFailure) in try Console.show(text) }
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
