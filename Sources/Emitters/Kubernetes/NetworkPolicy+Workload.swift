import Policy

extension NetworkPolicy {
    /// What `workload` lets in, and out where that is fenced.
    ///
    /// - Parameters:
    ///   - workload: The pods, and their policy.
    ///   - namespace: Where they are; nil for where kubectl or Helm writes.
    ///   - ingressNamespace: Where the ingress controller's pods are, which reach what clients reach.
    init(_ workload: KubernetesWorkload, namespace: String?, ingressNamespace: String) {
        let ingress = workload.ingress(ingressNamespace)
        let egress = workload.egress
        name = "carbonwall-\(workload.release)"
        self.namespace = namespace
        podLabels = workload.podLabels.sorted()
        self.ingress = ingress.rules
        self.egress = egress?.rules
        annotations =
            [PodLabel("carbonwall/selection", annotation: workload.policy.title)]
            + ingress.annotations("ingress") + (egress ?? []).annotations("egress")
    }
}

extension KubernetesWorkload {
    fileprivate func ingress(_ ingressNamespace: String) -> [PermittedPorts] {
        let guards = policy.guards.compactMap { way in
            way.allowed.target.flatMap {
                PermittedPorts($0, policy.addresses(of: way), [], reason: "the administrator's way in")
            }
        }
        return guards + policy.services.compactMap { ingress(of: $0, ingressNamespace) }
    }

    private func ingress(of service: Service, _ ingressNamespace: String) -> PermittedPorts? {
        let sources = policy.sources.filter { service.audiences.contains($0.audience) }
        let controller: [NetworkPolicy.Peer] =
            service.audiences.contains(.clients) ? [.podsOf(namespace: ingressNamespace, [])] : []
        return PermittedPorts(
            TransportPorts(service.transport, service.ports),
            AddressSet(unionOf: sources.map(\.addresses)),
            pods(sources.flatMap { $0.peers?.nodes ?? [] }) + controller,
            reason: "\(service.origin) (\(service.audiences.map(\.rawValue).joined(separator: ", ")))"
        )
    }

    /// Nil where the output isn't fenced.
    fileprivate var egress: [PermittedPorts]? {
        policy.egress.map { $0.flatMap(egress) + Self.names }
    }

    private func egress(to group: EgressGroup) -> [PermittedPorts] {
        let pods = pods(group.nodes)
        return group.services.compactMap {
            PermittedPorts($0.target, group.destinations, pods, reason: $0.summary)
        }
    }

    /// What a host asks any name server for, a pod asks the cluster's own.
    private static let names = HostEssentials.nameResolution.compactMap {
        PermittedPorts($0, AddressSet(), [.nameServers], reason: "names, from the cluster's DNS")
    }
}

extension NetworkPolicy.Peer {
    /// CoreDNS and its predecessor, in every cluster that kubeadm, kind or a cloud made.
    fileprivate static var nameServers: Self {
        .podsOf(namespace: "kube-system", [PodLabel("k8s-app", "kube-dns")])
    }
}
