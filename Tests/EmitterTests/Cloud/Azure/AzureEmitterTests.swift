@testable import Emitters
import Policy
import TestSupport
import Testing

@Suite struct AzureEmitterTests {
    private let emitter = AzureEmitter()

    @Test func `Azure allows what the policy does, for random policies`() throws {
        try CloudEquivalence.ofRandomPolicies(seed: 31) { try AzureEvaluator(emitter.emit(CloudDeployment($0)).text) }
            .expectNone()
    }

    @Test func `the order of the input changes no byte`() throws {
        var random = RandomPolicies(seed: 32)
        for _ in 0..<RandomPolicies.count / 5 {
            let policy = random.cloudPolicy()
            #expect(try emitter.emit(CloudDeployment(policy)) == emitter.emit(CloudDeployment(policy.reordered)))
        }
    }

    @Test(arguments: SamplePolicies.apim.services.indices)
    func `a port more leaves every other rule and its priority as they are`(index: Int) throws {
        var policy = SamplePolicies.apim
        let all = try rules(policy)
        policy.services.remove(at: index)
        let fewer = try rules(policy).filter { $0.networkProtocol != "*" && $0.peers.prefixes != ["AzureLoadBalancer"] }
        #expect(Set(fewer).isSubset(of: all))
        #expect(fewer.count >= 4)
    }

    @Test func `rules that meet at a priority make room for each other`() throws {
        let services = [100, 2593, 5086].map { SamplePolicies.service("port", $0, for: [.clients], "a port") }
        let policy = HostPolicy(title: "meeting", services: services, guards: [])
        let priorities = try rules(policy).filter { $0.direction == .inbound }.map(\.priority)
        #expect(priorities == [200, 201, 202, 1446, 1447, 1448, 4095, 4096])
        let deployment = CloudDeployment(policy)
        let refusal = #expect(throws: InvalidInput.self) { try emitter.emitTerraform(deployment) }
        #expect(refusal?.findings.first?.hint?.contains("emit azure") == true)
    }

    @Test func `the ports of WSO2's products never meet, with every offset up to 10, nor the usual ones beside them`() {
        let ports = [
            5672, 7611, 7711, 8021, 8099, 8243, 8280, 8672, 9021, 9090, 9099, 9154, 9191, 9387, 9443, 9611, 9711, 9740,
            9763, 9999, 10389, 10711, 11111,
        ]
        let others = [
            22, 25, 53, 80, 389, 443, 587, 636, 1433, 1521, 2181, 2222, 3306, 4000, 5432, 5701, 6443, 7070, 7370, 7443,
            9092, 9893,
        ]
        let all = Set(ports.flatMap { port in (0...10).map { port + $0 } } + others)
        var priorities = AzurePriorities()
        for isIPv6 in [false, true] {
            for port in all.sorted() {
                let target = TransportPorts(.tcp, SamplePolicies.ports(port))
                _ = priorities.priority(of: "\(target) \(isIPv6)", for: target, isIPv6: isIPv6)
            }
            for port in [53, 67, 123, 547] + Array(8000...8010) {
                let target = TransportPorts(.udp, SamplePolicies.ports(port))
                _ = priorities.priority(of: "\(target) \(isIPv6)", for: target, isIPv6: isIPv6)
            }
        }
        #expect(priorities.met == [])
    }

    @Test func `both directions end in a rule that decides before Azure's own do`() throws {
        let open = try rules(SamplePolicies.apim)
        #expect(open.filter { $0.priority == 4096 }.map(\.name) == ["in-deny-all", "out-allow-all"])
        var policy = SamplePolicies.apim
        policy.egress = []
        #expect(try rules(policy).filter { $0.priority == 4096 }.map(\.name) == ["in-deny-all", "out-deny-all"])
    }

    @Test func `the load balancer's probes reach what is open to clients or administrators, never SSH`() throws {
        let probes = try #require(try rules(SamplePolicies.apim).first { $0.peers.prefixes == ["AzureLoadBalancer"] })
        #expect(probes.ports == ["8244", "8281", "9444"])
        #expect(probes.networkProtocol == "Tcp")
        #expect(
            !(try rules(HostPolicy(title: "nothing", services: [], guards: []))).contains {
                $0.peers.prefixes == ["AzureLoadBalancer"]
            }
        )
    }

    @Test func `families stand in rules of their own, whose names stay whoever they let in`() throws {
        let rules = try rules(SamplePolicies.apim)
        #expect(rules.first { $0.name == "in-tcp-8244-v4" }?.peers == .prefixes(["0.0.0.0/0"]))
        #expect(rules.first { $0.name == "in-tcp-8244-v6" }?.peers == .prefixes(["::/0"]))
        #expect(rules.contains { $0.name == "in-tcp-9444-v4" } && rules.contains { $0.name == "in-tcp-9444-v6" })
    }

    @Test func `more addresses than a group takes are refused with their number`() throws {
        let refusal = #expect(throws: InvalidInput.self) {
            try emitter.emit(CloudDeployment(SamplePolicies.crowd(2000)))
        }
        let message = try #require(refusal?.findings.first?.message)
        #expect(message == "azure: carbonwall: 4022 addresses, and the limit is 4000")
        let roomy = AzureEmitter(limits: AzureLimits([.addresses: 4022]))
        #expect(try rules(SamplePolicies.crowd(2000), roomy).flatMap(\.peers.prefixes).count == 4022)
    }

    @Test(arguments: [
        (AzureLimits(), "azure: carbonwall: 8402 rules, and the limit is 1000"),
        (AzureLimits([.rules: 9000]), "azure: carbonwall: 8400 rules of one direction, and the limit is 3995"),
    ])
    func `more rules than there are priorities are refused with their number`(
        limits: AzureLimits,
        message: String
    ) throws {
        let deployment = CloudDeployment(SamplePolicies.bare)
        var hosts = try emitter.hosts(of: deployment, for: "azure")
        let everybody = CloudPeers(.everything)
        hosts[0].policy.ingress = (1...4200).map { port in
            CloudRule(TransportPorts(.tcp, SamplePolicies.ports(port)), everybody, reasons: ["guard"])
        }
        let refusal = #expect(throws: InvalidInput.self) {
            try AzureEmitter(limits: limits).groups(for: hosts, deployment)
        }
        #expect(refusal?.findings.first?.message == message)
    }

    @Test func `nodes' groups allow what the nodes' addresses do, for random policies`() throws {
        let equivalence = try CloudEquivalence.ofRandomDeployments(seed: 33) { deployment in
            try AzureEvaluator(
                emitter.emit(deployment).text,
                group: "carbonwall-gw",
                members: RandomDeployments.members
            )
        }
        equivalence.expectNone()
    }

    @Test func `a node's rules are for its machines, from and to those of others by their group`() throws {
        let groups = try groups(CloudDeployment(SampleDeployment.nodes()))
        #expect(groups.map(\.name) == ["carbonwall-cp", "carbonwall-gw"])
        #expect(groups.map(\.applicationGroup) == ["carbonwall-cp", "carbonwall-gw"])
        let members = groups[1].rules.first { $0.name == "in-tcp-carbonwall-gw" }
        #expect(members?.peers == .group("carbonwall-gw") && members?.machines == .group("carbonwall-gw"))
        let call = groups[0].rules.first { $0.name == "out-tcp-carbonwall-gw" }
        #expect(call?.destination == .group("carbonwall-gw") && call?.source == .group("carbonwall-cp"))
        let last = groups.flatMap(\.rules).filter { $0.priority == 4096 }
        #expect(last.count == 4 && last.allSatisfy { $0.machines == .everything && $0.peers == .everything })
    }

    @Test func `a node more leaves the rules and priorities of the others as they are`() throws {
        let nodes = SampleDeployment.nodes()
        let more = try groups(CloudDeployment(nodes + [(name: "tm", policy: SamplePolicies.apim)]))
        #expect(try groups(CloudDeployment(nodes)) == Array(more.prefix(2)))
    }

    private func groups(_ deployment: CloudDeployment) throws -> [AzureSecurityGroup] {
        try emitter.groups(for: emitter.hosts(of: deployment, for: "azure"), deployment)
    }

    private func rules(_ policy: HostPolicy, _ emitter: AzureEmitter = AzureEmitter()) throws -> [AzureSecurityRule] {
        let deployment = CloudDeployment(policy)
        return try emitter.groups(for: emitter.hosts(of: deployment, for: "azure"), deployment).flatMap(\.rules)
    }
}
