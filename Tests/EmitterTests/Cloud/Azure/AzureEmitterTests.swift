import Emitters
import Policy
import TestSupport
import Testing

@Suite struct AzureEmitterTests {
    private let emitter = AzureEmitter(name: .standard)

    @Test func `Azure allows what the policy does, for 1,000 random policies`() throws {
        try CloudEquivalence.ofRandomPolicies(seed: 31) { try AzureEvaluator(emitter.emit($0).text) }.expectNone()
    }

    @Test func `the order of the input changes no byte`() throws {
        var random = RandomPolicies(seed: 32)
        for _ in 0..<200 {
            let policy = random.cloudPolicy()
            #expect(try emitter.emit(policy) == emitter.emit(policy.reordered))
        }
    }

    @Test(arguments: SamplePolicies.apim.services.indices)
    func `a port more leaves every other rule and its priority as they are`(index: Int) throws {
        var policy = SamplePolicies.apim
        let all = try rules(policy)
        policy.services.remove(at: index)
        let fewer = try rules(policy).filter { $0.networkProtocol != "*" && $0.prefixes != ["AzureLoadBalancer"] }
        #expect(Set(fewer).isSubset(of: all))
        #expect(fewer.count >= 4)
    }

    @Test func `rules that meet at a priority make room for each other`() throws {
        let services = [100, 4095, 8090].map { SamplePolicies.service("port", $0, for: [.clients], "a port") }
        let policy = HostPolicy(title: "meeting", services: services, guards: [])
        let priorities = try rules(policy).filter { $0.direction == .inbound }.map(\.priority)
        #expect(priorities == [200, 201, 202, 4095, 4096])
    }

    @Test func `both directions end in a rule that decides before Azure's own do`() throws {
        let open = try rules(SamplePolicies.apim)
        #expect(open.filter { $0.priority == 4096 }.map(\.name) == ["in-deny-all", "out-allow-all"])
        var policy = SamplePolicies.apim
        policy.egress = []
        #expect(try rules(policy).filter { $0.priority == 4096 }.map(\.name) == ["in-deny-all", "out-deny-all"])
    }

    @Test func `the load balancer's probes reach open TCP ports alone`() throws {
        let probes = try #require(try rules(SamplePolicies.apim).first { $0.prefixes == ["AzureLoadBalancer"] })
        #expect(probes.ports == ["22", "4000-4009", "8244", "8281", "9444", "10000"])
        #expect(probes.networkProtocol == "Tcp")
        #expect(
            !(try rules(HostPolicy(title: "nothing", services: [], guards: []))).contains {
                $0.prefixes == ["AzureLoadBalancer"]
            }
        )
    }

    @Test func `families stand in rules of their own, except all of both`() throws {
        let rules = try rules(SamplePolicies.apim)
        #expect(rules.first { $0.name == "in-tcp-8244" }?.prefixes == ["*"])
        #expect(rules.contains { $0.name == "in-tcp-9444-v4" } && rules.contains { $0.name == "in-tcp-9444-v6" })
    }

    @Test func `more addresses than a group takes are refused with their number`() throws {
        let refusal = #expect(throws: InvalidInput.self) { try emitter.emit(SamplePolicies.crowd(2000)) }
        let message = try #require(refusal?.findings.first?.message)
        #expect(message == "azure: 4020 addresses in a group, and the limit is 4000")
    }

    private func rules(_ policy: HostPolicy) throws -> [AzureSecurityRule] {
        try emitter.rules(for: CloudPolicy(policy, for: "azure"))
    }
}
