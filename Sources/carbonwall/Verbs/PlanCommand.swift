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
        usage: "carbonwall plan SELECTION [--audit-only] [--state DIR] [--format text|json]",
        discussion: """
            Reads table inet carbonwall straight from the kernel, without nft, and \
            changes nothing. What would be added, removed or changed is named in the \
            selection's terms, and so is whatever somebody changed by hand. The exit \
            status is 0 where both are the same and 2 where they differ; reading takes \
            root. What the last apply remembers in --state saves reading large sets.

            Did anybody change the rules since they were loaded?
              carbonwall plan --runtime apim --clustering wka --from admins=10.9.0.0/24
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
        let changes = try changes(to: selection.host().policy)
        let lines = changes.isEmpty ? ["the loaded rules are those of the selection"] : changes.map(\.description)
        try report.write(text: lines.map { "\($0.printable)\n" }.joined(), json: .array(changes.map(\.json)))
        if !changes.isEmpty { throw ExitCode(ExitStatus.findings.rawValue) }
    }

    private func changes(to policy: HostPolicy) throws(CommandFailure) -> [PlannedChange] {
        do {
            return try Plan.current(for: ApplyRequest(policy, isAuditOnly: isAuditOnly), rememberedIn: state.path)
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
