import Catalog
import Policy

/// Multicast clustering where discovery can't work: in a cloud, without IPv4 peers, or with its port closed.
enum MulticastUnavailable: LintRule {
    static let slug = "multicast-unavailable"

    static func findings(on host: ResolvedHost, context: LintContext) -> [Finding] {
        host.runtimes.filter { $0.clusteringMode?.multicastGroups.isEmpty == false }.compactMap { runtime in
            guard let reason = reason(runtime, on: host, context: context) else { return nil }
            let message = "\(runtime.label): multicast clustering can't work here: \(reason)"
            return Finding(
                .warning,
                slug,
                at: runtime.location,
                message,
                hint: "use another membership scheme, such as wka"
            )
        }
    }

    private static func reason(_ runtime: ResolvedRuntime, on host: ResolvedHost, context: LintContext) -> String? {
        if let cloud = context.cloud {
            return "\(cloud.rawValue) networks carry no multicast"
        }
        if host.policy.addresses(of: .cluster).v4.isEmpty {
            return "the groups are IPv4, and no address of cluster is"
        }
        let closed = host.closedPorts.first { $0.port.isDiscovery(of: runtime) }
        return closed.map { "\($0.port.name), which it discovers its peers by, is closed" }
    }
}

extension ResolvedPort {
    /// Whether this is the port that `runtime` opens in its multicast mode and in no other.
    fileprivate func isDiscovery(of runtime: ResolvedRuntime) -> Bool {
        service.runtime == runtime.definition.id && definition.clustering == [runtime.clustering]
    }
}
