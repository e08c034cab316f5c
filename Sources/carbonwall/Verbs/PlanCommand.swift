#if os(Linux)
import ArgumentParser
import Emitters
import Enforcement
import Netfilter
import Policy
import RulesEngine

/// `carbonwall plan`: what the kernel's table lacks of a selection, and has besides.
struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Compare the selection's firewall with the one that is loaded in this kernel.",
        usage: "carbonwall plan [SELECTION] [--audit-only] [--state DIR] [--format text|json]",
        discussion: """
            Reads table inet carbonwall straight from the kernel, without nft, and \
            changes nothing. What would be added, removed or changed is named in the \
            selection's terms, and so is whatever somebody changed by hand. The exit \
            status is 0 where both are the same and 2 where they differ; reading takes \
            root. What the last apply remembers in --state saves reading large sets.

            Did anybody change the rules since they were applied?
              carbonwall plan
            What would another offset change?
              carbonwall plan --runtime apim:1 --format json
            """
    )

    @OptionGroup var report: ReportOptions

    @Flag(name: .customLong("audit-only"), help: "Compare with rules that only count and log what they would drop.")
    var isAuditOnly = false

    @OptionGroup var state: StateOptions

    @OptionGroup(title: "Selection") var selection: SelectionOptions

    func run() throws {
        let inForce = try selection.inForce(state)
        let host = try inForce.map { try $0.perform { try $0.host() } } ?? selection.host()
        let policy = host.policy
        if let applied = inForce?.policy, applied.digest != policy.digest {
            Console.report(notes: [
                "the rules of policy \(applied.number) aren't those that this version makes of its selection"
            ])
        }
        let changes = try changes(to: policy, isAuditOnly: isAuditOnly || inForce?.policy.isAuditOnly == true)
        let interfaces = host.interfaceFindings(context: LintContext(interfaces: LintContext.interfaces))
        Console.report((host.closedSSHFindings + interfaces).map(Report.line).joined())
        let same = inForce.map { "the loaded rules are those of policy \($0.policy.number): \($0.policy.title)" }
        let lines =
            changes.isEmpty ? [same ?? "the loaded rules are those of the selection"] : changes.map(\.description)
        try report.write(text: lines.map { "\($0.printable)\n" }.joined(), json: .array(changes.map(\.json)))
        if !changes.isEmpty { throw ExitCode(ExitStatus.findings.rawValue) }
    }

    private func changes(to policy: HostPolicy, isAuditOnly: Bool) throws(CommandFailure) -> [PlannedChange] {
        do {
            return try Plan.current(
                for: ApplyRequest(policy, isAuditOnly: isAuditOnly),
                rememberedIn: try? state.home().path
            )
            .changes
        } catch NetfilterError.notPermitted {
            throw .notPermitted("reading the kernel's rules takes root (CAP_NET_ADMIN)")
        } catch {
            if let missing = (error as? NetfilterError).flatMap(MissingFeatures.init(explainingFirstAnswer:)) {
                throw .operation(missing.description, hint: missing.advice)
            }
            throw .operation("can't read the kernel's rules: \(error)")
        }
    }
}

extension PlannedChange {
    /// The same as an object.
    var json: JSONValue {
        .object([
            ("action", .string(action.rawValue)),
            ("subject", .string(subject)),
            ("detail", detail.map(JSONValue.string)),
        ])
    }
}
#endif
