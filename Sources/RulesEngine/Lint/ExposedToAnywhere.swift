import Catalog
import Policy

/// A port for internal use that all of IPv4 or all of IPv6 may reach.
enum ExposedToAnywhere: LintRule {
    static let slug = "exposed-to-anywhere"

    static func findings(on host: ResolvedHost, context: LintContext) -> [Finding] {
        host.inbound.compactMap { port in
            guard let reason = port.definition.internalBecause, host.reachableFrom(port).includesWholeFamily else {
                return nil
            }
            let wide = port.service.audiences.filter { host.policy.addresses(of: $0).includesWholeFamily }.map(
                \.rawValue
            )
            let hint =
                "give \(wide.joined(separator: ", ")) narrower addresses with --from, or the port other audiences with --expose"
            return Finding(.warning, slug, "\(port.name) is reachable from anywhere: \(reason)", hint: hint)
        }
    }
}
