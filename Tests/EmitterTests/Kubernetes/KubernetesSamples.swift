import Emitters
import Policy
import TestSupport
import Testing

/// Workloads made by hand or at random, so that a test of the emitter doesn't depend on the catalog.
enum KubernetesSamples {
    static let emitter = KubernetesEmitter(namespace: "apim", ingressNamespace: "ingress-nginx")

    static func release(_ name: String) throws -> HelmRelease {
        try #require(HelmRelease(name))
    }

    /// The pods `app: NAME`, with the policy `policy`, in which each of `nodes` is the pods `app: NODE`.
    static func workload(_ name: String, _ policy: HostPolicy, nodes: [String] = []) throws -> KubernetesWorkload {
        KubernetesWorkload(
            release: try release(name),
            podLabels: [PodLabel("app", name)],
            policy: policy,
            nodes: Dictionary(uniqueKeysWithValues: nodes.map { ($0, [PodLabel("app", $0)]) })
        )
    }
}

extension HostPolicy {
    /// The same, in which the nodes of each of `peers` belong to its audience, too.
    func adding(_ peers: [Audience: [String]]) -> HostPolicy {
        var policy = self
        for index in policy.sources.indices {
            guard let nodes = peers[policy.sources[index].audience] else { continue }
            policy.sources[index].peers = PeerNodes(nodes: nodes, others: policy.sources[index].addresses)
        }
        return policy
    }
}
