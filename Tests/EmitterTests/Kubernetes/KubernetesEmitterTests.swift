import Emitters
import Policy
import TestSupport
import Testing

@Suite struct KubernetesEmitterTests {
    private func text(_ workloads: [KubernetesWorkload]) throws -> String {
        try KubernetesSamples.emitter.emit(workloads, as: .yaml).text
    }

    private func parsed(_ workload: KubernetesWorkload) throws -> ParsedNetworkPolicy {
        try #require(try ParsedNetworkPolicy.all(in: text([workload])).first)
    }

    @Test func `everything that a NetworkPolicy can't express is refused at once`() throws {
        var policy = SamplePolicies.everything
        policy.scope = .product(fenced: [])
        policy.rejects = true
        let workload = try KubernetesSamples.workload("gw", policy)
        let refusal = #expect(throws: InvalidInput.self) { try text([workload, workload]) }
        #expect(
            refusal?.findings.map(\.message) == [
                "kubernetes can't express multicast clustering", "kubernetes can't express --scope product",
                "kubernetes can't express --reject", "kubernetes can't express --interface",
            ]
        )
        #expect(refusal?.findings.first?.hint?.contains("--clustering kubernetes, or wka") == true)
    }

    @Test func `the order of the input changes no byte`() throws {
        var random = RandomPolicies(seed: 25)
        for _ in 0..<100 {
            let policy = random.cloudPolicy()
            var one = try KubernetesSamples.workload(
                "gw",
                policy.adding([.components: ["cp", "tm"]]),
                nodes: ["cp", "tm"]
            )
            var two = try KubernetesSamples.workload(
                "gw",
                policy.reordered.adding([.components: ["tm", "cp"]]),
                nodes: ["tm", "cp"]
            )
            one.podLabels = [PodLabel("a", "1"), PodLabel("b", "1")]
            two.podLabels = one.podLabels.reversed()
            let other = try KubernetesSamples.workload("aa", policy)
            #expect(try text([one, other]) == text([other, two]))
        }
    }

    @Test func `YAML and JSON say the same`() throws {
        let workloads = try ["gw", "cp"].map { try KubernetesSamples.workload($0, SamplePolicies.apim) }
        let json = try KubernetesSamples.emitter.emit(workloads, as: .json).text
        let fromYAML = try ParsedNetworkPolicy.all(in: text(workloads))
        let fromJSON = try ParsedNetworkPolicy.all(in: json)
        #expect(fromYAML.map(\.name) == ["carbonwall-cp", "carbonwall-gw"])
        #expect(fromJSON.map(\.name) == fromYAML.map(\.name))
        #expect(fromJSON.map(\.podLabels) == fromYAML.map(\.podLabels))
    }

    @Test func `a port that nobody may reach opens to nobody`() throws {
        let service = SamplePolicies.service("amqp", 5672, for: [.components], "broker")
        let policy = HostPolicy(
            title: "none",
            services: [service],
            sources: [Source(.components, AddressSet())],
            guards: []
        )
        let parsed = try parsed(try KubernetesSamples.workload("cp", policy))
        let pod = ParsedNetworkPolicy.Place.pod(namespace: "apim", labels: ["app": "gw"])
        #expect(parsed.allowedPorts(.inbound, .tcp, peer: pod) == [])
    }

    @Test func `with output fenced a pod reaches its peers, the cluster's DNS and given addresses, and nothing else`()
        throws
    {
        let database = EgressService(TransportPorts(.tcp, SamplePolicies.ports(3306)), summary: "database")
        let console = EgressService(TransportPorts(.tcp, SamplePolicies.ports(9443)), summary: "apim servlet-https")
        let groups = [
            EgressGroup(name: "db", destinations: SamplePolicies.addresses("10.0.8.0/24"), services: [database]),
            EgressGroup(
                name: "control-plane",
                destinations: SamplePolicies.addresses("10.0.2.11"),
                services: [console],
                nodes: ["cp", "vm"]
            ),
        ]
        let policy = HostPolicy(title: "gw", services: [], guards: [], egress: groups)
        let parsed = try parsed(try KubernetesSamples.workload("gw", policy, nodes: ["cp"]))
        let dns = ParsedNetworkPolicy.Place.pod(namespace: "kube-system", labels: ["k8s-app": "kube-dns"])
        for transport in Transport.allCases {
            #expect(parsed.allowedPorts(.outbound, transport, peer: dns) == [53...53])
        }
        let places: [(ParsedNetworkPolicy.Place, [ClosedRange<UInt16>])] = [
            (.pod(namespace: "apim", labels: ["app": "cp"]), [9443...9443]),
            (.pod(namespace: "other", labels: ["app": "cp"]), []),
            (.pod(namespace: "kube-system", labels: ["app": "cp"]), []),
            (.pod(namespace: "apim", labels: ["app": "vm"]), []),
            (.address(try #require(IPAddress("10.0.2.11"))), [9443...9443]),
            (.address(try #require(IPAddress("10.0.8.9"))), [3306...3306]),
            (.address(try #require(IPAddress("10.0.9.9"))), []),
        ]
        for (place, ports) in places {
            #expect(parsed.allowedPorts(.outbound, .tcp, peer: place) == ports, "\(place)")
        }
    }

    @Test(arguments: [
        "\" }", "\n---\nkind: Pod", "# no", "${x} {{ .Values }}", "\u{2028}\u{0}\u{85}", "a: b", "- x", "é\u{202e}",
    ])
    func `a text of the catalog can't become anything else`(hostile: String) throws {
        let service = SamplePolicies.service(hostile, 9443, for: [.admins], hostile)
        let policy = HostPolicy(title: hostile, services: [service], guards: [])
        let text = try text([try KubernetesSamples.workload("gw", policy)])
        let parsed = try ParsedNetworkPolicy.all(in: text)
        #expect(parsed.count == 1)
        #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control })
        #expect(!text.contains("{"))
        let admin = ParsedNetworkPolicy.Place.address(try #require(IPAddress("10.1.1.1")))
        #expect(parsed.first?.allowedPorts(.inbound, .tcp, peer: admin) == [9443...9443])
    }

    @Test func `a policy says which ports are for what`() throws {
        let text = try text([try KubernetesSamples.workload("gw", SamplePolicies.apim)])
        #expect(text.contains("apim servlet-https 9443+1 (admins, components)"))
        #expect(text.contains("carbonwall/ingress-4000-4009-tcp"))
    }
}
