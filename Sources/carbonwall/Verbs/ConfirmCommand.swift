#if os(Linux)
import ArgumentParser
import Emitters
import Enforcement
import Policy

/// `carbonwall confirm`: what was applied shall stay.
struct ConfirmCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "confirm",
        abstract: "Keep the rules that apply --confirm has put into the kernel.",
        usage: "carbonwall confirm [--state DIR] [--format text|json]",
        discussion: """
            They stay, also over the next boot if carbonwall.service is enabled; what the \
            machine will do is said. If the kernel hasn't exactly what was applied, nothing \
            is confirmed, and the watchdog goes on. After the time that apply was given it \
            is too late: the rules before are in force again.

            From a second session, which shows that there is still a way in:
              carbonwall confirm
            """
    )

    @OptionGroup var report: ReportOptions

    @OptionGroup var state: StateOptions

    func run() throws {
        try report.report {
            // First, since nothing may fail behind the confirmation.
            let home = try state.home()
            let confirmation = try state.enforcer().confirm()
            let policy = confirmation.policy
            if let doubt = confirmation.doubt {
                Console.report(Report.line("warning", doubt.description, hint: doubt.advice))
            }
            SystemLog.note("policy \(policy.number) is confirmed: \(policy.title)" + SystemLog.caller)
            let next = NextBoot(policy, in: home).checkingWhatIsStored(at: home.path)
            let lines = ["policy \(policy.number) stays: \(policy.title)"] + next.lines
            return Outcome(
                kind: .done,
                text: lines.map { "\($0.printable)\n" }.joined(),
                members: [
                    ("policy", .object(policy.members)),
                    ("nextBoot", .orNull(next.policy) { .integer($0.number) }),
                ]
            )
        }
    }
}
#endif
