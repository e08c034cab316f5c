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
        guard !guards.isEmpty else { return services }
        return services + ["--keep PORT/tcp@CIDR takes the place of the administrator's guard"]
    }

    /// How to close `port` to the one address.
    private func narrowing(_ port: ResolvedPort) -> String {
        guard let address else { return "" }
        let audiences = port.service.audiences.filter { host.policy.addresses(of: $0).contains(address) }
        let options = audiences.map { "--from \($0.rawValue)=…" }.joined(separator: " and ")
        return audiences.isEmpty ? "" : "; to close it to \(address): \(options) without that address"
    }
}
