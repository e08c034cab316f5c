import Catalog
import Policy

/// A monitoring port (JMX: whoever reaches it and logs in runs code in the product) that more than `monitoring` may reach.
enum MonitoringExposed: LintRule {
    static let slug = "monitoring-exposed"

    static func findings(on host: ResolvedHost, context: LintContext) -> [Finding] {
        let monitoring = host.policy.addresses(of: .monitoring)
        return host.inbound.filter { $0.definition.audiences == [.monitoring] }.compactMap { port in
            guard !monitoring.isSuperset(of: host.reachableFrom(port)) else { return nil }
            let others = port.service.audiences.filter { $0 != .monitoring }.map(\.rawValue).joined(separator: ", ")
            let message = "\(port.name) is for monitoring, but reachable from outside it, by \(others)"
            return Finding(
                .warning,
                slug,
                at: host.place(of: port),
                message,
                hint: "drop the --expose, or add those addresses with --from monitoring=…"
            )
        }
    }
}
