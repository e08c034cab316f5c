#if os(Linux)
import ArgumentParser
import Enforcement

/// `carbonwall status`: what is in force.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show which policy is in force in this kernel, since when, and what it let in.",
        usage: "carbonwall status [--state DIR] [--format text|json]",
        discussion: """
            Also: whether it waits to be confirmed and how much time is left, what the \
            next boot loads, whether somebody changed the rules since, how often each \
            port was used, and what was dropped. It changes nothing; reading takes root.

            What is in force?
              carbonwall status
            For a monitoring system:
              carbonwall status --format json
            """
    )

    @OptionGroup var report: ReportOptions

    @OptionGroup var state: StateOptions

    func run() throws {
        let status = try CommandFailure.enforcing { try EnforcementStatus.current(state.path) }
        let report = StatusReport(status: status, state: state)
        try self.report.write(text: report.text, json: report.json)
    }
}
#endif
