import Policy

/// Who may connect to whom in `ClusterFixture` as far as host policies say.
struct WantedConnectivity {
    /// Pods of the namespace `apim` that have `labels`, and their policy.
    struct Workload {
        let labels: [String: String]
        let policy: HostPolicy
    }

    let workloads: [Workload]
    /// The labels of the pods that the policies' nodes are.
    let nodes: [String: [String: String]]

    private typealias Endpoint = ConnectivityMap.Endpoint
    private static let everyPort = IntervalSet<UInt16>([1...65535])

    /// The ports of `destination` that `source` may connect to: those that it may leave for, and that are open there.
    func ports(
        from source: ConnectivityMap.Endpoint,
        to destination: ConnectivityMap.Endpoint,
        _ transport: Transport
    ) -> IntervalSet<UInt16> {
        let out = workload(source)?.policy.egress.map { egress($0, to: destination, transport) }
        let into = workload(destination).map { ingress($0.policy, from: source, transport) }
        return (out ?? Self.everyPort).intersection(into ?? Self.everyPort)
    }

    private func workload(_ endpoint: Endpoint) -> Workload? {
        workloads.first { isPod(endpoint, with: $0.labels) }
    }

    private func ingress(_ policy: HostPolicy, from source: Endpoint, _ transport: Transport) -> IntervalSet<UInt16> {
        let open = policy.services.filter { service in
            let sources = policy.sources.filter { service.audiences.contains($0.audience) }
            return service.transport == transport && sources.contains { isMember(source, of: $0) }
        }
        return IntervalSet(open.map { $0.ports.lower...$0.ports.upper })
    }

    private func isMember(_ endpoint: Endpoint, of source: Source) -> Bool {
        if source.addresses == .everything || isInside(endpoint, source.addresses) { return true }
        if source.audience == .clients, isPod(endpoint, of: "ingress-nginx", with: [:]) { return true }
        return (source.peers?.nodes ?? []).contains { isNode(endpoint, $0) }
    }

    private func egress(
        _ groups: [EgressGroup],
        to destination: Endpoint,
        _ transport: Transport
    ) -> IntervalSet<UInt16> {
        let names: [ClosedRange<UInt16>] =
            isPod(destination, of: "kube-system", with: ["k8s-app": "kube-dns"]) ? [53...53] : []
        let reached = groups.filter { group in
            isInside(destination, group.destinations) || group.nodes.contains { isNode(destination, $0) }
        }
        let services = reached.flatMap(\.services).filter { $0.target.transport == transport }
        return IntervalSet(names + services.map { $0.target.ports.lower...$0.target.ports.upper })
    }

    private func isNode(_ endpoint: Endpoint, _ name: String) -> Bool {
        nodes[name].map { isPod(endpoint, with: $0) } ?? false
    }

    private func isPod(_ endpoint: Endpoint, of namespace: String = "apim", with labels: [String: String]) -> Bool {
        guard case .pod(let pod) = endpoint else { return false }
        return pod.namespace == namespace && labels.allSatisfy { pod.labels[$0] == $1 }
    }

    private func isInside(_ endpoint: Endpoint, _ addresses: AddressSet) -> Bool {
        guard case .address(let address) = endpoint else { return false }
        return addresses.contains(address)
    }
}
