import Policy
import Testing

@testable import Emitters

/// Values that network-config-analyzer or kubernetes-validate take and the API server doesn't, or takes for something else.
@Suite struct NetworkPolicyCheckTests {
    private static let policy = NetworkPolicy(
        name: "carbonwall-gw",
        namespace: "apim",
        annotations: [PodLabel("carbonwall/ingress-8243-tcp", "HTTPS")],
        podLabels: [PodLabel("deployment", "gw")],
        ingress: [rule(port: 8243)],
        egress: [rule(port: 53)]
    )

    private static func rule(port: Int, _ endPort: Int? = nil, _ transport: String = "TCP") -> NetworkPolicy.Rule {
        let port = NetworkPolicy.Port(transport: transport, port: port, endPort: endPort)
        return NetworkPolicy.Rule(ports: [port], peers: .anyone)
    }

    private static func rule(peers: NetworkPolicy.Peers) -> NetworkPolicy.Rule {
        NetworkPolicy.Rule(ports: [NetworkPolicy.Port(transport: "TCP", port: 1)], peers: peers)
    }

    private func messages(_ change: (inout NetworkPolicy) -> Void) -> [String] {
        var policy = Self.policy
        change(&policy)
        do throws(InvalidInput) {
            try policy.check()
            return []
        } catch {
            return error.findings.map(\.message)
        }
    }

    @Test func `a good policy passes`() {
        #expect(messages { _ in } == [])
        #expect(messages { $0.ingress = [Self.rule(port: 65535, 65535), Self.rule(port: 1, 65535, "UDP")] } == [])
        #expect(messages { $0.name = "a." + String(repeating: "b", count: 70) } == [])
        #expect(messages { $0.namespace = nil } == [])
    }

    @Test(arguments: [0, -1, 65536, 70000])
    func `a port outside 1-65535 is refused`(port: Int) {
        #expect(messages { $0.ingress = [Self.rule(port: port)] }.contains { $0.contains("port \(port) isn't within") })
        #expect(
            messages { $0.egress = [Self.rule(port: 1, port)] }.contains { $0.contains("endPort \(port) isn't within") }
        )
    }

    @Test func `an endPort before its port is refused`() {
        #expect(
            messages { $0.ingress = [Self.rule(port: 10, 9)] } == [
                "kubernetes: carbonwall-gw: endPort 9 is before port 10"
            ]
        )
    }

    @Test(arguments: ["ICMP", "tcp", "SCTP", ""])
    func `another protocol is refused`(transport: String) {
        #expect(messages { $0.ingress = [Self.rule(port: 1, nil, transport)] }.count == 1)
    }

    @Test(arguments: [
        "10.0.0.1/8", "10.0.0.0", "10.0.0.0/33", "10.0.0.0/08", "FD00::/8", "fd00:0::/8", "fd00::/129",
        "::ffff:10.0.0.0/104",
        "0.0.0.0/0 ", "", "gw",
    ])
    func `a CIDR that isn't canonical is refused`(cidr: String) {
        #expect(messages { $0.ingress = [Self.rule(peers: .listed([.block(cidr)]))] }.count == 1)
    }

    @Test(arguments: ["10.0.0.0/8", "0.0.0.0/0", "::/0", "fd00::/8", "10.0.0.1/32", "2001:db8::1/128"])
    func `a canonical CIDR passes`(cidr: String) {
        #expect(messages { $0.ingress = [Self.rule(peers: .listed([.block(cidr)]))] } == [])
    }

    @Test(arguments: [
        "", "-gw", "gw-", "Gw", "g_w", "gw..x", ".gw", "gw.", "gw.-x", "g w", "ä", String(repeating: "a", count: 254),
    ])
    func `a name that isn't a DNS subdomain is refused`(name: String) {
        #expect(messages { $0.name = name }.count == 1)
    }

    @Test(arguments: ["", "-a", "a-", "A", "a.b", "a_b", String(repeating: "a", count: 64)])
    func `a namespace that isn't a DNS label is refused`(name: String) {
        #expect(messages { $0.namespace = name }.count == 1)
        #expect(messages { $0.ingress = [Self.rule(peers: .listed([.podsOf(namespace: name, [])]))] }.count == 1)
    }

    @Test(arguments: ["", "-a", "a-", "a b", "/a", "a/", "a/b/c", "A_/b", "ä", String(repeating: "a", count: 64)])
    func `a label's key that isn't a qualified name is refused`(key: String) {
        #expect(messages { $0.podLabels = [PodLabel(key, "x")] }.count == 1)
        #expect(messages { $0.annotations = [PodLabel(key, "x")] }.count == 1)
    }

    @Test(arguments: ["a", "A_b.c", "app.kubernetes.io/name", "x/Y", String(repeating: "a", count: 63)])
    func `a label's key that is one passes`(key: String) {
        #expect(messages { $0.podLabels = [PodLabel(key, "x")] } == [])
    }

    @Test(arguments: ["-a", "a-", "a b", "a/b", "ä", "true ", String(repeating: "a", count: 64)])
    func `a label's value that isn't one is refused`(value: String) {
        #expect(messages { $0.podLabels = [PodLabel("app", value)] }.count == 1)
        #expect(messages { $0.ingress = [Self.rule(peers: .listed([.pods([PodLabel("app", value)])]))] }.count == 1)
    }

    @Test func `what would mean everybody is refused where somebody is meant`() {
        #expect(messages { $0.podLabels = [] }.count == 1)
        #expect(messages { $0.ingress = [Self.rule(peers: .listed([]))] }.count == 1)
        #expect(messages { $0.ingress = [Self.rule(peers: .listed([.pods([])]))] }.count == 1)
        #expect(messages { $0.egress = [NetworkPolicy.Rule(ports: [], peers: .anyone)] }.count == 1)
    }

    @Test func `what is there twice is refused`() {
        let block = NetworkPolicy.Peer.block("10.0.0.0/8")
        let port = NetworkPolicy.Port(transport: "TCP", port: 1)
        #expect(messages { $0.ingress = [Self.rule(peers: .listed([block, block]))] }.count == 1)
        #expect(messages { $0.ingress = [NetworkPolicy.Rule(ports: [port, port], peers: .anyone)] }.count == 1)
        #expect(messages { $0.podLabels = [PodLabel("a", "b"), PodLabel("a", "c")] }.count == 1)
    }

    @Test func `annotations and objects that the API server has no room for are refused`() {
        let long = PodLabel("carbonwall/selection", String(repeating: "a", count: 262_144))
        #expect(messages { $0.annotations = [long] }.contains { $0.contains("262144 are allowed") })
        let blocks = (0..<60_000).map { NetworkPolicy.Peer.block("\($0 >> 8).\($0 & 255).0.0/16") }
        let findings = messages { $0.ingress = [Self.rule(peers: .listed(blocks))] }
        #expect(findings.contains { $0.contains("the API server stores") })
    }

    @Test func `all of it is said at once`() {
        let count = messages {
            $0.name = "A"
            $0.namespace = "B"
            $0.ingress = [Self.rule(port: 0)]
        }
        .count
        #expect(count == 3)
    }
}
