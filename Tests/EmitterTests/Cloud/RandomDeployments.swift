import Emitters
import Policy
import TestSupport

/// Random policies of a gateway in a cluster, which calls a control plane and is called by it.
enum RandomDeployments {
    /// The machines of each node's group.
    static let members = [
        "carbonwall-gw": SamplePolicies.addresses("10.9.0.0", "2001:db8::9"),
        "carbonwall-cp": SamplePolicies.addresses("203.0.113.9", "10.9.1.0/31", "fd00::1"),
    ]

    /// The deployment of the gateway's policy `policy` and a control plane of which only its machines matter.
    static func deployment(of policy: HostPolicy) -> CloudDeployment {
        CloudDeployment(
            [(name: "gw", policy: policy), (name: "cp", policy: SamplePolicies.bare)],
            machines: Dictionary(uniqueKeysWithValues: members.map { (String($0.dropFirst("carbonwall-".count)), $1) })
        )
    }

    /// `policy` with other components that are the control plane, a cluster of the gateway itself, and calls to the control plane
    /// where output is fenced.
    static func gateway(_ policy: HostPolicy) -> HostPolicy {
        policy.withPeers(.components, ["cp"]).withPeers(.cluster, ["gw"]).calling(["cp"]).calling(["cp", "gw"])
            .withoutLinkLocalDefaults
    }
}

extension CloudEquivalence {
    /// Compares 1,000 random gateways with what `read` makes of each one's deployment.
    static func ofRandomDeployments(
        seed: UInt64,
        _ read: (CloudDeployment) throws -> any CloudEvaluator
    ) throws -> CloudEquivalence {
        try ofRandomPolicies(seed: seed, changing: RandomDeployments.gateway) {
            try read(RandomDeployments.deployment(of: $0))
        }
    }
}

extension HostPolicy {
    /// The same with the machines of `nodes` in `audience`, besides the addresses that were given for it.
    fileprivate func withPeers(_ audience: Audience, _ nodes: [String]) -> HostPolicy {
        var policy = self
        for index in policy.sources.indices where policy.sources[index].audience == audience {
            let others = policy.sources[index].isDefault ? AddressSet() : policy.sources[index].addresses
            policy.sources[index].peers = PeerNodes(nodes: nodes, others: others)
            policy.sources[index].addresses = others.union(Self.machines(nodes))
        }
        return policy
    }

    /// The same with `nodes` as a destination where output is fenced.
    fileprivate func calling(_ nodes: [String]) -> HostPolicy {
        var policy = self
        let port = SamplePolicies.ports(9443 + nodes.count)
        let service = EgressService(TransportPorts(.tcp, port), summary: "servlet")
        policy.egress?.append(
            EgressGroup(
                name: nodes.joined(separator: "-"),
                destinations: Self.machines(nodes),
                services: [service],
                nodes: nodes
            )
        )
        return policy
    }

    private static func machines(_ nodes: [String]) -> AddressSet {
        AddressSet(unionOf: nodes.compactMap { RandomDeployments.members["carbonwall-\($0)"] })
    }
}
