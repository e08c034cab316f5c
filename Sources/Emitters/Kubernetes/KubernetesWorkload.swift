package import Policy

/// The pods of one release, and what they let in and out.
package struct KubernetesWorkload: Hashable, Sendable {
    package var release: HelmRelease
    /// What the release's pods have in common, and no other pod of their namespace; at least one label.
    package var podLabels: [PodLabel]
    /// Its addresses are those outside the cluster.
    package var policy: HostPolicy
    /// What the pods have in common that the policy's sources and egress groups call by a node's name; at least one label each.
    ///
    /// A node that isn't here is machines outside the cluster, at the policy's addresses.
    package var nodes: [String: [PodLabel]]

    /// The pods with `podLabels`, which `release` made, and the labels of their deployment's `nodes`.
    package init(
        release: HelmRelease,
        podLabels: [PodLabel],
        policy: HostPolicy,
        nodes: [String: [PodLabel]] = [:]
    ) {
        self.release = release
        self.podLabels = podLabels
        self.policy = policy
        self.nodes = nodes
    }

    /// The pods of the nodes called `names`, each once, in the labels' order.
    func pods(_ names: [String]) -> [NetworkPolicy.Peer] {
        Set(names.compactMap { nodes[$0]?.sorted() }).sorted { $0.lexicographicallyPrecedes($1) }.map { .pods($0) }
    }
}
