import ArgumentParser
import Emitters
import Policy
import RulesEngine

/// `carbonwall lint`: what is doubtful about a selection.
struct LintCommand: SelectingCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint",
        abstract: "Find what is doubtful about a selection: exposures, missing companions, ports that can't work here.",
        usage: "carbonwall lint [SELECTION] [--format text|json]",
        discussion: """
            Looks at the selection and at this machine: its ephemeral ports, and the \
            cloud that it is in. Every finding has a name, under which docs/lint.md \
            explains it. The exit status is 2 where there are findings. Without a \
            selection it is about the policy in force.

            Before a change:
              carbonwall lint --runtime apim --expose rmi-registry=admins
            In a pipeline:
              carbonwall lint --policy policy.yaml --node gw --format json
            """
    )

    @OptionGroup var report: ReportOptions

    #if os(Linux)
    @OptionGroup var state: StateOptions
    #endif

    @OptionGroup(title: "Selection") var selection: SelectionOptions

    func run() throws {
        let findings = try selected { try $0.host() }.lint(context: .thisMachine)
        try report.write(text: findings.map(\.report).joined(), json: .array(findings.map(\.json)))
        if !findings.isEmpty { throw ExitCode(ExitStatus.findings.rawValue) }
    }
}
