import Policy

extension HostPolicy {
    /// What a NetworkPolicy has no words for, with what to do about it.
    var inexpressibleForPods: [Finding] {
        let refused = [
            (
                !multicastGroups.isEmpty, "multicast clustering",
                "pods' networks carry no multicast: choose --clustering kubernetes, or wka"
            ),
            (
                scope != .host, "--scope product",
                "what no rule allows is dropped at every port of a selected pod: leave --scope out"
            ),
            (rejects, "--reject", "a NetworkPolicy doesn't say how a packet is refused: leave --reject out"),
            (
                !interfaces.isEmpty, "--interface",
                "a policy is for all interfaces of a pod that the network plug-in knows: leave --interface out"
            ),
        ]
        let protocols = guards.filter { $0.allowed.ipProtocol != nil }.map {
            Finding.cannotExpress("--keep \($0.allowed)", "kubernetes", hint: "leave it out for pods")
        }
        return refused.filter(\.0).map { .cannotExpress($1, "kubernetes", hint: $2) } + protocols
    }
}

extension KubernetesEmitter {
    /// What the reader has to know: the policies' own notes, what is assumed of the cluster, and what it does otherwise than a host.
    func notes(_ workloads: [KubernetesWorkload]) -> [String] {
        let policies = workloads.map(\.policy)
        let assumptions = [
            (policies.contains(where: \.hasPrivateDefault), Self.privateRanges),
            (policies.contains { $0.services.contains { $0.audiences.contains(.clients) } }, controller),
            (policies.contains { $0.egress != nil }, Self.names),
        ]
        return policies.flatMap(\.notes).uniqued() + assumptions.filter(\.0).map(\.1) + Self.differences
    }

    private var controller: String {
        "every pod of namespace \(ingressNamespace) is taken for the ingress controller, which reaches what clients reach; "
            + "a console behind it has to be exposed to clients"
    }

    private static let privateRanges =
        "the private ranges are meant as addresses outside the cluster, and some network plug-ins count pods among them: "
        + "give --from for whom no source is given"

    private static let names =
        "names are resolved by the pods k8s-app=kube-dns of namespace kube-system, at port 53"

    private static let differences = [
        "pings, logs and the probes of the kubelet are left to the cluster: a NetworkPolicy has no word for them",
        "pods stay open where the cluster's network plug-in doesn't enforce NetworkPolicy",
    ]
}

extension HostPolicy {
    /// Whether one of the audiences that something is open to has the private ranges because nobody said otherwise.
    fileprivate var hasPrivateDefault: Bool {
        let used = Set(services.flatMap(\.audiences))
        return sources.contains { used.contains($0.audience) && $0.isDefault && $0.addresses == .privateRanges }
    }
}

extension Array where Element: Hashable {
    /// Each element once, where it first stands.
    func uniqued() -> [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
