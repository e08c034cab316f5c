#if os(Linux)
import ArgumentParser
import Enforcement
import Policy
import RulesEngine

/// `carbonwall apply`: the selection's firewall, in this kernel.
struct ApplyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Put the selection's firewall into this kernel, all at once.",
        usage: "carbonwall apply SELECTION [--confirm SECONDS] [--audit-only] [--force] [--cut] [--state DIR]",
        discussion: """
            Writes table inet carbonwall straight to the kernel, without nft, in one \
            transaction, and touches no other table. Whoever is connected over SSH now \
            must be able to connect again under the new rules, or nothing is changed; \
            --force applies them nevertheless. With --confirm the rules before come back \
            by themselves unless carbonwall confirm comes in time, whatever happens to \
            this terminal. It takes root.

            Over SSH, with a way back:
              carbonwall apply --runtime apim --from admins=10.9.0.0/24 --confirm 60
            What would it drop? Count and log that for a while, and drop nothing:
              carbonwall apply --runtime apim --audit-only
            In a script, where nobody could confirm:
              carbonwall apply --policy policy.yaml --node gw --format json
            """
    )

    @OptionGroup var report: ReportOptions

    @Option(
        name: .customLong("confirm"),
        help: ArgumentHelp("Go back unless carbonwall confirm comes within this time.", valueName: "seconds"),
        transform: { try ConfirmationTime.parse($0) }
    )
    var secondsToConfirm: UInt32?

    @Flag(name: .customLong("audit-only"), help: "Only count and log what the rules would drop, and let it through.")
    var isAuditOnly = false

    @Flag(name: .customLong("force"), help: "Apply it although somebody who is connected would be locked out.")
    var isForced = false

    @Flag(name: .customLong("cut"), help: "End connections that the rules forbid, and that would go on.")
    var isCutting = false

    @OptionGroup var state: StateOptions

    @OptionGroup(title: "Selection") var selection: SelectionOptions

    func run() throws {
        var obstacles: [Finding] = []
        try report.report {
            let (request, interfaces) = try request()
            let outcome = try state.enforcer().apply(request)
            Console.report(self.report.notes.heard(outcome.findings).map(Report.line).joined())
            obstacles = self.report.notes.heard(interfaces + Doctor.obstacles(to: request.policy))
            let report = ApplyReport(outcome: outcome, obstacles: obstacles, state: state)
            log("policy \(outcome.policy.number) \(report.result): \(outcome.policy.title)", outcome.policy.origin)
            return report.outcomeReport
        }
        Console.report(obstacles.map(Report.line).joined())
    }

    func validate() throws {
        guard isCutting, isAuditOnly else { return }
        throw ValidationError("--cut ends what the rules forbid, and with --audit-only they forbid nothing")
    }

    private func log(_ what: String, _ origin: PolicyOrigin?) {
        SystemLog.note("\(what)" + (origin.map { $0.node.isEmpty ? "" : ", node \($0.node)" } ?? "") + SystemLog.caller)
    }

    /// What is asked for, with what was read for it, so that it can be worked out again, and what is doubtful about it.
    private func request() throws -> (ApplyRequest, [Finding]) {
        let recorder = InputRecorder()
        let host = try InputFile.$source.withValue(.recorded(recorder)) { try selection.host() }
        let policy = host.policy
        let confirmation = secondsToConfirm.map {
            ApplyRequest.Confirmation(within: $0, watchdogArguments: WatchCommand.arguments)
        }
        var request = ApplyRequest(
            policy,
            confirmation: confirmation,
            isForced: isForced,
            isAuditOnly: isAuditOnly,
            isCutting: isCutting
        )
        let files = recorder.files.map { SelectionRecord.File(name: $0.name, content: $0.content) }
        request.origin = selection.origin(files)
        let arguments = Array(Program.arguments.dropFirst())
        request.selection = SelectionRecord(version: ToolVersion.current, arguments: arguments, files: files)
        let interfaces = host.interfaceFindings(context: LintContext(interfaces: LintContext.interfaces))
        return (request, host.closedSSHFindings + interfaces)
    }
}
#endif
