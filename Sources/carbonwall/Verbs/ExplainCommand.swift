import ArgumentParser
import Catalog
#if os(Linux)
import Enforcement
#endif
import Policy
import RulesEngine

/// `carbonwall explain PORT`: open or closed, and the whole reason.
struct ExplainCommand: SelectingCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Say whether a port is open, to whom, why, and what would change that.",
        usage: "carbonwall explain PORT[/tcp|udp]|PROTOCOL [--from ADDRESS] [SELECTION] [--format text|json]",
        discussion: """
            With --from ADDRESS it is about a new connection from there; without, \
            about whether anybody at all may reach the port. Without /tcp or /udp it \
            is TCP, unless only UDP is there. The exit status is 0 for open and \
            closed alike. Without a selection it is about the policy in force.

            Can this address reach the console?
              carbonwall explain 9443 --from 203.0.113.9 --runtime apim
            The same, once its network counts as admins:
              carbonwall explain 9443 --from 203.0.113.9 --from admins=203.0.113.0/24 --runtime apim
            What is this port?
              carbonwall explain 45564/udp --runtime apim

            May the other node's VRRP come in?
              carbonwall explain vrrp --from 10.1.0.2 --runtime apim --keep vrrp@10.1.0.2

            json is an object with verdict (accept or drop), port, transport, from \
            if it was given, and reasons; of a protocol port and transport are null, \
            and protocol is its name.
            """
    )

    @Argument(
        help: ArgumentHelp("The port, as it is on the host, or an IP protocol.", valueName: "port[/tcp|udp]|protocol"),
        transform: { try ExplainArgument($0) }
    )
    var question: ExplainArgument

    @OptionGroup var report: ReportOptions

    #if os(Linux)
    @OptionGroup var state: StateOptions
    #endif

    @OptionGroup(title: "Selection") var selection: SelectionOptions

    func run() throws {
        let probes = selection.probes
        guard probes.count <= 1 else { throw CommandFailure.usage("one --from ADDRESS at a time") }
        let (reason, host) = try selected { selection in
            let catalog = try selection.rules.catalog()
            let host = try selection.host(in: catalog)
            let advice = Advice(usesPolicyFile: selection.policy != nil)
            return (answer(on: host, catalog, from: probes.first, advice), host)
        }
        var explanation = reason
        explanation.reasons += Self.machineReasons(host, reason)
        try report.write(text: explanation.text(), json: explanation.json)
    }

    private func answer(
        on host: ResolvedHost,
        _ catalog: ProductCatalog,
        from address: IPAddress?,
        _ advice: Advice
    ) -> Explanation {
        switch question {
        case .ipProtocol(let ipProtocol):
            ProtocolExplainer(ipProtocol: ipProtocol, address: address, policy: host.policy).explanation
        case .port(let port):
            Explainer(port, from: address, on: host, catalog: catalog, advice: advice).explanation
        }
    }

    /// What this machine does besides, if it is the one that the rules are for.
    private static func machineReasons(_ host: ResolvedHost, _ explanation: Explanation) -> [String] {
        #if os(Linux)
        guard let target = explanation.question.target else { return [] }
        let obstacles = Doctor.obstacles(ifLoaded: host.policy, at: target)
        let interfaces = host.interfaceFindings(context: LintContext(interfaces: LintContext.interfaces))
        let reasons = obstacles.map { "on this machine: \($0.message)" } + interfaces.map(\.message)
        return zip(reasons, obstacles + interfaces).map { reason, finding in
            reason + (finding.hint.map { "; \($0)" } ?? "")
        }
        #else
        return []
        #endif
    }
}
