import ArgumentParser
import Policy
import RulesEngine

/// `carbonwall lint`: what is doubtful about a selection.
struct LintCommand: SelectingCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint",
        abstract: "Find what is doubtful about a selection: exposures, missing companions, ports that can't work here.",
        usage: "carbonwall lint [SELECTION] [--format FORMAT] [--ignore SLUG] [--fail-on SEVERITY]",
        discussion: """
            Looks at the selection and at this machine: its ephemeral ports, and the \
            cloud that it is in. Every finding has a name, under which docs/lint.md \
            explains it. The exit status is 2 if one is a warning or an error; a note \
            never makes it. json is an array of objects; sarif, junit and github are \
            what code scanners, CI servers and GitHub's workflows read. Without a \
            selection it is about the policy in force.

            Before a change:
              carbonwall lint --runtime apim --expose rmi-registry=admins
            In a pipeline:
              carbonwall lint --policy policy.yaml --node gw --format sarif
            All but what was decided on purpose:
              carbonwall lint --runtime apim --ignore never-listens --quiet
            """
    )

    @OptionGroup var findings: FindingOptions

    #if os(Linux)
    @OptionGroup var state: StateOptions
    #endif

    @OptionGroup(title: "Selection") var selection: SelectionOptions

    func run() throws {
        let slugs = lintRules.map { $0.slug }
        try findings.check(slugs)
        try findings.write(selected { try $0.host() }.lint(context: .thisMachine), of: "lint", slugs: slugs)
    }
}
