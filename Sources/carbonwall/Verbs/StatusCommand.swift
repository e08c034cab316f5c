#if os(Linux)
import ArgumentParser
import Enforcement

/// `carbonwall status`: what is in force.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show which policy is in force in this kernel, since when, and what it let in.",
        usage: "carbonwall status [--check] [--state DIR] [--format text|json]",
        discussion: """
            Also: whether it waits to be confirmed and how much time is left, what the \
            next boot loads, whether somebody changed the rules since, how often each \
            port was used, and what was dropped. It changes nothing; reading takes root. \
            With --check the exit status is 3 where the kernel hasn't the rules that \
            should be in force.

            What is in force?
              carbonwall status
            For a monitoring system:
              carbonwall status --check --format json
            """
    )

    @OptionGroup var report: ReportOptions

    @Flag(name: .customLong("check"), help: "End with 3 where what should be in force isn't loaded.")
    var isChecked = false

    @OptionGroup var state: StateOptions

    func run() throws {
        let home = Result { () throws(StateHomeError) in try state.home() }
        let status = try CommandFailure.enforcing { try EnforcementStatus.current((try? home.get())?.path) }
        let report = StatusReport(status: status, home: home, state: state)
        try self.report.write(text: report.text, json: report.json)
        if isChecked { try check(status, home) }
    }

    private func check(_ status: EnforcementStatus, _ home: Result<StateHome, StateHomeError>) throws {
        if case .failure(let error) = home { throw CommandFailure.operation(error.description, hint: error.advice) }
        if case .elsewhere(let namespace, _) = status.relation {
            throw CommandFailure.operation(
                "it can't be told what should be in force: the folder belongs to \(namespace)"
            )
        }
        if !status.isAsItShouldBe { throw ExitCode(ExitStatus.notLoaded.rawValue) }
    }
}
#endif
