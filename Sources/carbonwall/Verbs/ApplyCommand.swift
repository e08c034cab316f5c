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
        usage: "carbonwall apply SELECTION [--confirm SECONDS] [--audit-only] [--force] [--state DIR]",
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

    @OptionGroup var state: StateOptions

    @OptionGroup(title: "Selection") var selection: SelectionOptions

    func run() throws {
        let outcome = try CommandFailure.enforcing {
            let policy = try selection.host().policy
            return try state.enforcer().apply(request(policy))
        }
        Console.report(outcome.findings.map(Report.line).joined())
        let report = ApplyReport(outcome: outcome, state: state)
        try CommandFailure.reporting { () throws(CommandFailure) in
            try self.report.write(text: report.text, json: report.json)
        }
    }

    private func request(_ policy: HostPolicy) -> ApplyRequest {
        let confirmation = secondsToConfirm.map {
            ApplyRequest.Confirmation(within: $0, watchdogArguments: WatchCommand.arguments)
        }
        return ApplyRequest(policy, confirmation: confirmation, isForced: isForced, isAuditOnly: isAuditOnly)
    }
}
#endif
