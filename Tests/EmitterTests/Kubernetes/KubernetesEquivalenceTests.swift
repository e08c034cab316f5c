import Emitters
import Policy
import TestSupport
import Testing

@Suite struct KubernetesEquivalenceTests {
    @Test func `the emitted policy allows what the host's does, for random policies`() throws {
        try CloudEquivalence.ofRandomPolicies(seed: 23) { policy in
            OutsideView(policy: try Self.parsed(try KubernetesSamples.workload("gw", policy)))
        }
        .expectNone()
    }

    @Test func `pods reach what their audiences reach, and nothing else, for random policies`() throws {
        var random = RandomPolicies(seed: 24)
        let peers: [Audience: [String]] = [.cluster: ["gw", "tm"], .components: ["cp", "tm", "vm"]]
        var questions = 0
        for _ in 0..<RandomPolicies.count {
            let policy = random.cloudPolicy().adding(peers)
            let parsed = try Self.parsed(try KubernetesSamples.workload("gw", policy, nodes: ["gw", "cp", "tm"]))
            for (pod, audiences) in Self.pods {
                questions += Self.compare(parsed, policy, pod: pod, audiences: audiences)
            }
        }
        #expect(questions > 10 * RandomPolicies.count)
    }

    private static func parsed(_ workload: KubernetesWorkload) throws -> ParsedNetworkPolicy {
        let text = try KubernetesSamples.emitter.emit([workload], as: .yaml).text
        return try #require(try ParsedNetworkPolicy.all(in: text).first)
    }

    /// The peers' pods, the ingress controller's, one that belongs to nobody, one with a peer's label in another namespace, and
    /// one with the label that a peer outside the cluster would have.
    private static let pods: [(ParsedNetworkPolicy.Place, [Audience])] = [
        (.pod(namespace: "apim", labels: ["app": "gw", "more": "1"]), [.cluster]),
        (.pod(namespace: "apim", labels: ["app": "cp", "more": "1"]), [.components]),
        (.pod(namespace: "apim", labels: ["app": "tm"]), [.cluster, .components]),
        (.pod(namespace: "ingress-nginx", labels: ["app": "controller"]), [.clients]),
        (.pod(namespace: "apim", labels: ["app": "other"]), []),
        (.pod(namespace: "apim", labels: [:]), []),
        (.pod(namespace: "other", labels: ["app": "cp"]), []),
        (.pod(namespace: "apim", labels: ["app": "vm"]), []),
    ]

    /// - Returns: How many ports were asked about.
    private static func compare(
        _ parsed: ParsedNetworkPolicy,
        _ policy: HostPolicy,
        pod: ParsedNetworkPolicy.Place,
        audiences: [Audience]
    ) -> Int {
        var questions = 0
        for transport in Transport.allCases {
            let allowed = parsed.allowedPorts(.inbound, transport, peer: pod)
            for port in policy.portBounds.union(allowed.portBounds).sorted() {
                let wanted = policy.isOpenToPod(transport, port, audiences: audiences)
                let isAllowed = allowed.contains { $0.contains(port) }
                #expect(isAllowed == wanted, "\(port)/\(transport) from \(pod): \(policy)")
                questions += 1
            }
        }
        return questions
    }
}

/// What the policy lets through for addresses outside the cluster.
private struct OutsideView: CloudEvaluator {
    let policy: ParsedNetworkPolicy

    func allowedPorts(
        _ direction: Packet.Direction,
        _ transport: Transport,
        peer: IPAddress
    ) -> [ClosedRange<UInt16>] {
        let outside = policy.allowedPorts(direction, transport, peer: .address(peer))
        return outside + (direction == .outbound ? nodesPart(transport) : [])
    }

    /// Names come from the cluster's own servers, addresses and time from the node: what a host has for them, a pod doesn't need.
    private func nodesPart(_ transport: Transport) -> [ClosedRange<UInt16>] {
        let servers = ParsedNetworkPolicy.Place.pod(namespace: "kube-system", labels: ["k8s-app": "kube-dns"])
        let names = policy.allowedPorts(.outbound, transport, peer: servers)
        guard names.contains(where: { $0.contains(53) }) else { return [] }
        return HostEssentials.outbound.filter { $0.transport == transport }.map { $0.ports.lower...$0.ports.upper }
    }
}

extension HostPolicy {
    /// Whether a pod that belongs to `audiences` may connect: as one of those, or as anybody.
    fileprivate func isOpenToPod(_ transport: Transport, _ port: UInt16, audiences: [Audience]) -> Bool {
        let isGuarded = guards.contains { $0.allowed.contains(transport, port) && addresses(of: $0) == .everything }
        return isGuarded
            || services.contains { service in
                let allowed = AddressSet(unionOf: service.audiences.map { self.addresses(of: $0) })
                let isMember = service.audiences.contains { audiences.contains($0) }
                return TransportPorts(service.transport, service.ports).contains(transport, port)
                    && (isMember || allowed == .everything)
            }
    }
}
