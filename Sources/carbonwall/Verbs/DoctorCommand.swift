#if os(Linux)
import ArgumentParser
import Enforcement
import Emitters
import Netfilter
import Policy

/// `carbonwall doctor`: what on this machine would keep rules from doing what they say.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Look for what on this machine would keep the rules from doing what they say.",
        usage: "carbonwall doctor [--format text|json]",
        discussion: """
            Asks the kernel for the features that rulesets need, and looks for what \
            decides besides: rules of iptables-legacy, other firewalls that start with \
            the machine, files that flush everything. Changes nothing. Every finding \
            has a name, under which docs/doctor.md explains it. The exit status is 2 \
            where there are findings. Without root it says what the machine's files \
            tell, and ends with 77.

            Before the first apply:
              carbonwall doctor
            In a pipeline:
              carbonwall doctor --format json
            """
    )

    @OptionGroup var report: ReportOptions

    func run() throws {
        var diagnosis = Doctor.examineFiles()
        var failure: CommandFailure?
        do throws(CommandFailure) {
            diagnosis = diagnosis + (try Self.askKernel())
        } catch {
            failure = error
        }
        try report.write(text: diagnosis.text, json: diagnosis.json)
        if let failure { throw failure }
        if !diagnosis.findings.isEmpty { throw ExitCode(ExitStatus.findings.rawValue) }
    }

    private static func askKernel() throws(CommandFailure) -> Diagnosis {
        do {
            var socket = try NetlinkSocket()
            return try Doctor.examineKernel(&socket)
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
