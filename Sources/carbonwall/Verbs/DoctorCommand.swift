#if os(Linux)
import ArgumentParser
import Enforcement
import Emitters
import HostRuleset
import Netfilter
import Policy
import RulesEngine

/// `carbonwall doctor`: what on this machine would keep rules from doing what they say.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Look for what on this machine would keep the rules from doing what they say.",
        usage: "carbonwall doctor [SELECTION] [--format text|json]",
        discussion: """
            Asks the kernel for the features that rulesets need, and looks for what \
            decides besides them: other tables that drop what the selection opens, \
            ports that Docker hands on, rules of iptables-legacy, other firewalls that \
            start with the machine, files that flush everything. Without a selection \
            the loaded table counts. Changes nothing. Every finding has a name, under \
            which docs/doctor.md explains it. The exit status is 2 where there are \
            findings. Without root it says what the machine's files tell, and ends \
            with 77.

            Before the first apply:
              carbonwall doctor --runtime apim --from admins=10.9.0.0/24
            Why does nobody get through?
              carbonwall doctor
            In a pipeline:
              carbonwall doctor --format json
            """
    )

    @OptionGroup var report: ReportOptions

    @OptionGroup var state: StateOptions

    @OptionGroup(title: "Selection") var selection: SelectionOptions

    func run() throws {
        let host = selection.isGiven ? try selection.host() : nil
        let policy = host?.policy
        var diagnosis = Doctor.examineFiles()
        diagnosis.findings += host?.interfaceFindings(context: LintContext(interfaces: LintContext.interfaces)) ?? []
        var failure: CommandFailure?
        do throws(CommandFailure) {
            diagnosis = diagnosis + (try askKernel(for: policy))
        } catch {
            failure = error
        }
        diagnosis.findings = report.notes.heard(diagnosis.findings)
        try report.write(text: diagnosis.text, json: diagnosis.json)
        if let failure { throw failure }
        if diagnosis.findings.contains(where: { $0.severity > .note }) { throw ExitCode(ExitStatus.findings.rawValue) }
    }

    /// Whether the kernel has what should be in force.
    private func loadedPolicy() throws -> Diagnosis {
        do {
            return try Doctor.examineLoadedPolicy(rememberedIn: state.home().path)
        } catch let error as StateHomeError {
            Console.report(notes: ["what should be in force can't be told: \(error)"])
            return Diagnosis()
        }
    }

    private func askKernel(for policy: HostPolicy?) throws(CommandFailure) -> Diagnosis {
        do {
            let diagnosis = try Doctor.examineKernel(for: policy.map { try KernelTable(Ruleset(policy: $0)) })
            return try diagnosis + loadedPolicy()
        } catch NetfilterError.notPermitted {
            throw .notPermitted("asking the kernel for its features and rules takes root (CAP_NET_ADMIN)")
        } catch {
            throw .operation("can't read the kernel's rules: \(error)")
        }
    }
}

extension Diagnosis {
    /// What is fine, then what isn't.
    fileprivate var text: String {
        facts.map { "ok: \($0.printable)\n" }.joined() + findings.map(\.report).joined()
    }

    fileprivate var json: JSONValue {
        .object([("facts", .strings(facts)), ("findings", .array(findings.map(\.json)))])
    }
}
#endif
