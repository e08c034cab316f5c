import Emitters
import Policy
import TestSupport

/// A gateway in a cluster with a control plane that each calls the other, as the engine describes them: with their peers by node.
enum SampleDeployment {
    /// The machines of each node's group.
    static let members = [
        "carbonwall-gw": SamplePolicies.addresses("10.9.0.0", "10.9.0.255"),
        "carbonwall-cp": SamplePolicies.addresses("203.0.113.9", "fd00::1"),
    ]

    /// The nodes, with the gateway's console at `consolePort` and another `admin`.
    static func nodes(consolePort: Int = 9443, admin: String = "10.9.1.0/24") -> [CloudDeployment.Node] {
        let console = SamplePolicies.service("console", consolePort, for: [.admins, .components], "console")
        let gateway = HostPolicy(
            title: "gateway",
            services: [
                console, SamplePolicies.service("pass-through", 8243, for: [.clients], "pass-through"),
                SamplePolicies.service("members", 4000, to: 4009, for: [.cluster], "members"),
            ],
            sources: [
                Source(.admins, SamplePolicies.addresses(admin, "2001:db8::9")), peers(.components, ["cp"]),
                peers(.cluster, ["gw"]),
            ]
        )
        let plane = HostPolicy(
            title: "control plane",
            services: [SamplePolicies.service("broker", 5672, for: [.components], "broker")],
            sources: [Source(.admins, SamplePolicies.addresses(admin)), peers(.components, ["gw", "cp"])],
            egress: [egress(to: "gw", consolePort), egress(to: "cp", 5672)]
        )
        return [(name: "gw", policy: gateway), (name: "cp", policy: plane)]
    }

    /// Its groups, checked.
    static func document(consolePort: Int = 9443, admin: String = "10.9.1.0/24") throws -> SecurityGroupDocument {
        let nodes = nodes(consolePort: consolePort, admin: admin)
        return SecurityGroupDocument(groups: try AWSEmitter().groups(CloudDeployment(nodes), for: "aws"))
    }

    private static func machines(_ nodes: [String]) -> AddressSet {
        AddressSet(unionOf: nodes.compactMap { members["carbonwall-\($0)"] })
    }

    private static func peers(_ audience: Audience, _ nodes: [String]) -> Source {
        var source = Source(audience, machines(nodes))
        source.peers = PeerNodes(nodes: nodes, others: AddressSet())
        return source
    }

    private static func egress(to node: String, _ port: Int) -> EgressGroup {
        let service = EgressService(TransportPorts(.tcp, SamplePolicies.ports(port)), summary: "needed")
        return EgressGroup(name: node, destinations: machines([node]), services: [service], nodes: [node])
    }
}
