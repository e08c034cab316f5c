import Emitters
import Policy
import TestSupport
import Testing
import YAMLReader

@Suite struct OpenStackEmitterTests {
    private let emitter = OpenStackEmitter(limits: NeutronLimits([.rules: 10_000]))

    @Test func `OpenStack allows what the policy does, for random policies`() throws {
        try CloudEquivalence.ofRandomPolicies(seed: 41, changing: \.withoutLinkLocalDefaults) {
            try NeutronEvaluator(emitter.emitNeutron(CloudDeployment($0)).text)
        }
        .expectNone()
    }

    @Test func `the template has the same rules, for random policies`() throws {
        var random = RandomPolicies(seed: 42)
        for _ in 0..<RandomPolicies.count / 5 {
            let policy = random.cloudPolicy()
            let template = try HeatReader(emitter.emitHeat(CloudDeployment(policy)).text)
            #expect(
                try template.rules
                    == NeutronEvaluator(emitter.emitNeutron(CloudDeployment(policy)).text).rules.map(\.texts)
            )
        }
    }

    /// Heat's template, or why there is none: it takes 1,000 resources.
    private func heat(_ deployment: CloudDeployment) -> String {
        do { return try emitter.emitHeat(deployment).text } catch { return "\(error)" }
    }

    @Test func `the order of the input changes no byte`() throws {
        var random = RandomPolicies(seed: 43)
        for _ in 0..<RandomPolicies.count / 5 {
            let policy = random.cloudPolicy()
            let (one, other) = (CloudDeployment(policy), CloudDeployment(policy.reordered))
            #expect(heat(one) == heat(other))
            #expect(try emitter.emitNeutron(one) == emitter.emitNeutron(other))
        }
    }

    @Test func `only a fenced group has an egress rule of its own, and another name`() throws {
        var policy = SamplePolicies.apim
        #expect(try HeatReader(emitter.emitHeat(CloudDeployment(policy)).text).groups == ["group": 0])
        policy.egress = []
        #expect(try HeatReader(emitter.emitHeat(CloudDeployment(policy)).text).groups == ["fenced_group": 1])
    }

    @Test func `more rules than a project takes are refused with their number, unless its quota was raised`() throws {
        let crowd = CloudDeployment(SamplePolicies.crowd(40))
        let refusal = #expect(throws: InvalidInput.self) { try OpenStackEmitter().emitHeat(crowd) }
        let finding = try #require(refusal?.findings.first)
        let message =
            "openstack: 102 rules in the project, with the four of its group 'default' and the two that a new group begins with, "
            + "and the limit is 100"
        #expect(finding.message == message)
        #expect(finding.hint?.contains("--quota") == true)
        let raised = OpenStackEmitter(limits: NeutronLimits([.rules: 102]))
        #expect(try HeatReader(raised.emitHeat(crowd).text).rules.count == 96)
    }

    @Test func `nodes' groups allow what the nodes' addresses do, for random policies`() throws {
        let equivalence = try CloudEquivalence.ofRandomDeployments(seed: 44) { deployment in
            try NeutronEvaluator(
                emitter.emitNeutron(deployment).text,
                group: "carbonwall-gw",
                members: RandomDeployments.members
            )
        }
        equivalence.expectNone()
    }

    @Test func `a group is named in the families that its machines have addresses of`() throws {
        var deployment = CloudDeployment(SampleDeployment.nodes())
        let rules = { (deployment: CloudDeployment) in
            try emitter.groups(for: emitter.hosts(of: deployment, for: "openstack"), deployment)[1].rules
                .filter { $0.peer == .group("carbonwall-gw") }.map(\.etherType)
        }
        #expect(try rules(deployment) == ["IPv4", "IPv6"])
        deployment.machines = ["gw": SamplePolicies.addresses("10.0.1.11")]
        #expect(try rules(deployment) == ["IPv4"])
    }

    @Test func `the rules of all groups count for the project`() throws {
        let nodes = [
            (name: String?("gw"), policy: SamplePolicies.crowd(16)), (name: "cp", policy: SamplePolicies.crowd(16)),
        ]
        #expect(try OpenStackEmitter().emitHeat(CloudDeployment([nodes[0]])).text.isEmpty == false)
        let refusal = #expect(throws: InvalidInput.self) { try OpenStackEmitter().emitHeat(CloudDeployment(nodes)) }
        #expect(refusal?.findings.first?.message.hasPrefix("openstack: 104 rules in the project") == true)
    }
}

extension NeutronEvaluator.Rule {
    fileprivate var texts: [String: String] {
        [
            "direction": direction, "ethertype": ethertype, "protocol": `protocol`,
            "port_range_min": "\(port_range_min)",
            "port_range_max": "\(port_range_max)", "remote_ip_prefix": remote_ip_prefix ?? "",
            "description": description,
        ]
    }
}
