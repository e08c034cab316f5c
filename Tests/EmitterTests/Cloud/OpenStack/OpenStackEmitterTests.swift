import Emitters
import Policy
import TestSupport
import Testing
import YAMLReader

@Suite struct OpenStackEmitterTests {
    private let emitter = OpenStackEmitter(name: .standard, quota: 10_000)

    @Test func `OpenStack allows what the policy does, for 1,000 random policies`() throws {
        try CloudEquivalence.ofRandomPolicies(seed: 41) { try NeutronEvaluator(emitter.emitNeutron($0).text) }
            .expectNone()
    }

    @Test func `the template has the same rules, for 200 random policies`() throws {
        var random = RandomPolicies(seed: 42)
        for _ in 0..<200 {
            let policy = random.cloudPolicy()
            let template = try HeatReader(emitter.emitHeat(policy).text)
            #expect(try template.rules == NeutronEvaluator(emitter.emitNeutron(policy).text).rules.map(\.texts))
        }
    }

    @Test func `the order of the input changes no byte`() throws {
        var random = RandomPolicies(seed: 43)
        for _ in 0..<200 {
            let policy = random.cloudPolicy()
            #expect(try emitter.emitHeat(policy) == emitter.emitHeat(policy.reordered))
            #expect(try emitter.emitNeutron(policy) == emitter.emitNeutron(policy.reordered))
        }
    }

    @Test func `only a fenced group has an egress rule of its own, and another name`() throws {
        var policy = SamplePolicies.apim
        #expect(try HeatReader(emitter.emitHeat(policy).text).groups == ["group": 0])
        policy.egress = []
        #expect(try HeatReader(emitter.emitHeat(policy).text).groups == ["fenced_group": 1])
    }

    @Test func `more rules than a project takes are refused with their number, unless its quota was raised`() throws {
        let refusal = #expect(throws: InvalidInput.self) {
            try OpenStackEmitter(name: .standard).emitHeat(SamplePolicies.crowd(40))
        }
        let finding = try #require(refusal?.findings.first)
        #expect(finding.message == "openstack: 99 rules in one group, and the limit is 94")
        #expect(finding.hint?.contains("--quota") == true)
        #expect(
            try OpenStackEmitter(name: .standard, quota: 99).emitHeat(SamplePolicies.crowd(40)).text.isEmpty == false
        )
    }
}

extension NeutronEvaluator.Rule {
    fileprivate var texts: [String: String] {
        [
            "direction": direction, "ethertype": ethertype, "protocol": `protocol`,
            "port_range_min": "\(port_range_min)",
            "port_range_max": "\(port_range_max)", "remote_ip_prefix": remote_ip_prefix, "description": description,
        ]
    }
}
