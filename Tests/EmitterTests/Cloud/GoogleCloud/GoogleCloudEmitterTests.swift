@testable import Emitters
import Policy
import TestSupport
import Testing

@Suite struct GoogleCloudEmitterTests {
    private let emitter = GoogleCloudEmitter(limits: GoogleLimits([.rules: 10_000]))

    @Test func `Google Cloud allows what the policy does, for random policies`() throws {
        try CloudEquivalence.ofRandomPolicies(seed: 21) { try GoogleEvaluator(emitter.emit(CloudDeployment($0)).text) }
            .expectNone()
    }

    @Test func `the order of the input changes no byte`() throws {
        var random = RandomPolicies(seed: 22)
        for _ in 0..<RandomPolicies.count / 5 {
            let policy = random.cloudPolicy()
            #expect(try emitter.emit(CloudDeployment(policy)) == emitter.emit(CloudDeployment(policy.reordered)))
        }
    }

    @Test func `IPv4 and IPv6 are rules of their own, and denials come last`() throws {
        let rules = try rules(SamplePolicies.apim)
        #expect(
            rules.map(\.name).filter { $0.contains("9444") || $0.contains("deny") } == [
                "carbonwall-in-tcp-9444-v4", "carbonwall-in-tcp-9444-v6", "carbonwall-in-deny-v4",
                "carbonwall-in-deny-v6",
            ]
        )
        #expect(rules.filter { $0.access == .denied }.allSatisfy { $0.priority == 65534 && $0.ipProtocol == "all" })
        #expect(rules.allSatisfy { $0.direction == .ingress })
    }

    @Test func `more than 256 ranges become several rules`() throws {
        let rules = try rules(SamplePolicies.crowd(300))
        let ssh = rules.filter { $0.ports == ["22"] }
        #expect(ssh.map(\.peers.names.count) == [256, 44, 256, 44])
        #expect(
            ssh.map(\.name) == [
                "carbonwall-in-tcp-22-v4", "carbonwall-in-tcp-22-v4-2", "carbonwall-in-tcp-22-v6",
                "carbonwall-in-tcp-22-v6-2",
            ]
        )
    }

    @Test func `rules are for the machines that were named, else for a tag like the firewall's name`() throws {
        let account = "gw@project-1.iam.gserviceaccount.com"
        let machines = GoogleMachineNames(serviceAccounts: [GoogleMachineNames.Given(account)])
        let named = GoogleCloudEmitter(network: "wso2", machines: machines)
        #expect(try rules(SamplePolicies.apim).allSatisfy { $0.targets == .tags(["carbonwall"]) })
        let rules = try rules(SamplePolicies.apim, named)
        #expect(rules.allSatisfy { $0.targets == .serviceAccounts([account]) && $0.network == "global/networks/wso2" })
    }

    @Test func `descriptions say which port of which runtime it is and who may reach it`() throws {
        let rules = try rules(SamplePolicies.apim)
        let rule = try #require(rules.first { $0.ports == ["9444"] })
        #expect(rule.description == "apim servlet-https 9443+1 (admins, components)")
    }

    /// The ways in which the machines of `SampleDeployment` and `RandomDeployments` can be known.
    static let namings: [GoogleMachineNames] = {
        let accounts = ["gw", "cp"].map { (node: String) in
            GoogleMachineNames.Given("\(node)@project-1.iam.gserviceaccount.com", node: node)
        }
        return [
            GoogleMachineNames(), GoogleMachineNames(tags: [GoogleMachineNames.Given("gateways", node: "gw")]),
            GoogleMachineNames(serviceAccounts: accounts),
        ]
    }()

    /// The addresses of the machines by all of these tags and accounts.
    static let members = RandomDeployments.members.reduce(into: ["gateways": gateways]) { members, node in
        members[node.key] = node.value
        members["\(node.key.dropFirst("carbonwall-".count))@project-1.iam.gserviceaccount.com"] = node.value
    }

    private static let gateways = RandomDeployments.members["carbonwall-gw"] ?? AddressSet()

    @Test func `nodes' tags and accounts allow what the nodes' addresses do, for random policies`() throws {
        let gateways = ["carbonwall-gw", "gateways", "gw@project-1.iam.gserviceaccount.com"]
        var count = 0
        let equivalence = try CloudEquivalence.ofRandomDeployments(seed: 23) { deployment in
            defer { count += 1 }
            let emitter = GoogleCloudEmitter(machines: Self.namings[count % 3], limits: GoogleLimits([.rules: 10_000]))
            return try GoogleEvaluator(
                emitter.emit(deployment).text,
                for: gateways[count % 3],
                members: Self.members
            )
        }
        equivalence.expectNone()
    }

    @Test func `a node's rules name others as sources, and addresses as destinations`() throws {
        let deployment = CloudDeployment(SampleDeployment.nodes())
        let rules = try emitter.rules(for: emitter.hosts(of: deployment, for: "gcp"), deployment)
        let broker = try #require(rules.first { $0.name == "carbonwall-cp-in-tcp-5672-nodes" })
        #expect(broker.peers == .machines(.tags(["carbonwall-cp", "carbonwall-gw"])))
        #expect(broker.targets == .tags(["carbonwall-cp"]))
        let call = try #require(rules.first { $0.name == "carbonwall-cp-out-tcp-9443-v4" })
        #expect(call.peers == .ranges(["10.9.0.0/32", "10.9.0.255/32"]))
    }

    @Test func `more than 30 sources become several rules`() throws {
        var deployment = CloudDeployment(SamplePolicies.apim)
        deployment.audiences = [.admins: (1...31).map { CloudGroup.identifier("tag-\($0)") }]
        let rules = try emitter.rules(for: emitter.hosts(of: deployment, for: "gcp"), deployment)
        let ssh = rules.filter { $0.ports == ["22"] && $0.name.contains("nodes") }
        #expect(ssh.map(\.peers.names.count) == [30, 1])
    }

    @Test(arguments: [
        (GoogleMachineNames(tags: [.init("a")]), "whose machines have 'a'?"),
        (GoogleMachineNames(tags: [.init("a", node: "gv")]), "there is no node 'gv'"),
        (
            GoogleMachineNames(serviceAccounts: [.init("a@b.gserviceaccount.com", node: "gw")]),
            "no service account for cp"
        ),
        (
            GoogleMachineNames(
                tags: [.init("a", node: "gw")],
                serviceAccounts: ["gw", "cp"].map { .init("a", node: $0) }
            ),
            "a rule can't name both network tags and service accounts"
        ),
        (
            GoogleMachineNames(tags: ["gw", "cp"].map { .init("web", node: $0) }),
            "cp, gw have the same network tag 'web'"
        ),
        (
            GoogleMachineNames(tags: [.init("carbonwall-cp", node: "gw"), .init("web", node: "gw")]),
            "cp, gw have the same network tag 'carbonwall-cp'"
        ),
        (
            GoogleMachineNames(serviceAccounts: ["gw", "cp"].map { .init("a@b.gserviceaccount.com", node: $0) }),
            "cp, gw have the same service account 'a@b.gserviceaccount.com'"
        ),
    ])
    func `machines that don't fit the deployment are refused`(machines: GoogleMachineNames, message: String) {
        let refusal = #expect(throws: InvalidInput.self) {
            try GoogleCloudEmitter(machines: machines).emit(CloudDeployment(SampleDeployment.nodes()))
        }
        #expect(refusal?.findings.map(\.message) == [message])
        let terraform = #expect(throws: InvalidInput.self) {
            try GoogleCloudEmitter(machines: machines).emitTerraform(CloudDeployment(SampleDeployment.nodes()))
        }
        #expect(terraform == refusal)
    }

    private func rules(
        _ policy: HostPolicy,
        _ emitter: GoogleCloudEmitter = GoogleCloudEmitter(limits: GoogleLimits([.rules: 10_000]))
    ) throws -> [GoogleFirewall] {
        let deployment = CloudDeployment(policy)
        return try emitter.rules(for: emitter.hosts(of: deployment, for: "gcp"), deployment)
    }
}
