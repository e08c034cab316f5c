import Policy
import RulesEngine

extension Explainer {
    /// Why the port is open, where `rule` has let the packet in.
    func openReasons(_ rule: Decision.Rule) -> [String] {
        let guardReasons = guards.map { "the administrator's guard keeps \($0.allowed) open to \(guardSummary($0))" }
        return deciding(rule) + guardReasons
            + listening.flatMap { identity(of: $0) + [audiences(of: $0)] }
            + closingAdvice
    }

    /// The rule that decided about the address that was asked about.
    private func deciding(_ rule: Decision.Rule) -> [String] {
        guard let address else { return [] }
        switch rule {
        case .administratorGuard(let passed):
            return [
                "the administrator's guard decides, before any service: \(address) is one of \(guardSummary(passed))"
            ]
        case .service(_, let audience):
            return [
                "the rule for services of \(audience.rawValue) decides: \(address) is one of them (\(sourceSummary(audience)))"
            ]
        default:
            return []
        }
    }

    func guardSummary(_ administratorGuard: AdministratorGuard) -> String {
        administratorGuard.addresses?.summary ?? "admins (\(sourceSummary(.admins)))"
    }

    private var closingAdvice: [String] {
        let services = listening.map { "to close it to everybody: --disable \($0.reference)" + narrowing($0) }
        return services + guards.map(guardAdvice)
    }

    private func guardAdvice(_ administratorGuard: AdministratorGuard) -> String {
        switch administratorGuard.kind {
        case .ssh: "--ssh PORT@CIDR says otherwise who reaches the SSH server, and where"
        case .keep: "to close it to everybody, leave out the --keep that names it"
        }
    }

    /// How to close `port` to the one address.
    private func narrowing(_ port: ResolvedPort) -> String {
        guard let address else { return "" }
        let audiences = port.service.audiences.filter { host.policy.addresses(of: $0).contains(address) }
        let options = audiences.map { "\(advice.replacingSourceOption) \($0.rawValue)=…" }.joined(separator: " and ")
        return audiences.isEmpty ? "" : "; to close it to \(address): \(options) without that address"
    }
}
