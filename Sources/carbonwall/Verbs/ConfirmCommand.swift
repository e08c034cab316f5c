#if os(Linux)
import ArgumentParser
import Enforcement

/// `carbonwall confirm`: what was applied shall stay.
struct ConfirmCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "confirm",
        abstract: "Keep the rules that apply --confirm has put into the kernel.",
        usage: "carbonwall confirm [--state DIR]",
        discussion: """
            They stay, also over the next boot. After the time that apply was given it is \
            too late: the rules before are in force again.

            From a second session, which shows that there is still a way in:
              carbonwall confirm
            """
    )

    @OptionGroup var state: StateOptions

    func run() throws {
        let policy = try CommandFailure.enforcing { try state.enforcer().confirm() }
        try CommandFailure.reporting { () throws(CommandFailure) in
            try Console.show("policy \(policy.number) stays: \(policy.title)\n")
        }
    }
}
#endif
