import Emitters
import Policy
import TestSupport
import Testing

@Suite struct AWSEmitterTests {
    /// Random policies have hundreds of blocks.
    private static let roomy = SecurityGroupLimits(rules: 10_000, groups: 1)

    private static let emitter = AWSEmitter(splits: true, limits: roomy)

    private static func document(_ policy: HostPolicy, _ emitter: AWSEmitter = emitter) throws -> String {
        SecurityGroupDocument(groups: try emitter.groups(CloudDeployment(policy), for: "aws")).text
    }

    private static func rules(_ policy: HostPolicy, _ emitter: AWSEmitter = emitter) throws -> SecurityGroupRules {
        try #require(emitter.groups(CloudDeployment(policy), for: "aws").first).rules
    }

    @Test func `AWS allows what the policy does, for random policies`() throws {
        try CloudEquivalence.ofRandomPolicies(seed: 41) { try AWSEvaluator(Self.document($0)) }.expectNone()
    }

    @Test func `split groups together allow what the policy does`() throws {
        let emitter = AWSEmitter(splits: true, limits: SecurityGroupLimits(rules: 50, groups: 200))
        var random = RandomPolicies(seed: 42)
        var equivalence = CloudEquivalence()
        for _ in 0..<100 {
            let policy = random.cloudPolicy()
            equivalence.compare(policy, with: try AWSEvaluator(Self.document(policy, emitter)))
        }
        #expect(equivalence.wronglyAccepted == [] && equivalence.wronglyDropped == [])
    }

    @Test func `groups of nodes allow what the nodes' addresses do, for random policies`() throws {
        let equivalence = try CloudEquivalence.ofRandomDeployments(seed: 43) { deployment in
            let text = SecurityGroupDocument(groups: try Self.emitter.groups(deployment, for: "aws")).text
            return try AWSEvaluator(text, groups: "carbonwall-gw", members: RandomDeployments.members)
        }
        equivalence.expectNone()
    }

    @Test func `the order of the input changes no byte`() throws {
        var random = RandomPolicies(seed: 44)
        for _ in 0..<100 {
            let policy = random.cloudPolicy()
            #expect(try Self.document(policy) == Self.document(policy.reordered))
        }
    }

    @Test func `what was written is read back as it was`() throws {
        var random = RandomPolicies(seed: 45)
        for _ in 0..<100 {
            let groups = try Self.emitter.groups(
                CloudDeployment([(name: "gw", policy: random.cloudPolicy())]),
                for: "aws"
            )
            let document = SecurityGroupDocument(groups: groups)
            #expect(try SecurityGroupDocument(parsing: Array(document.text.utf8), name: "old.json") == document)
        }
    }

    @Test func `a rule says which port of which runtime it is and who may reach it`() throws {
        let rule = try #require(Self.rules(SamplePolicies.apim).ingress.first { $0.fromPort == 9444 })
        #expect(rule.description == "apim servlet-https 9443+1 (admins, components)")
    }

    @Test func `without --egress everything may go out, as on the host`() throws {
        let rules = try Self.rules(SamplePolicies.apim).egress
        #expect(rules.map(\.ipProtocol) == ["-1", "-1"])
        #expect(rules.map(\.peer) == [.ipv4("0.0.0.0/0"), .ipv6("::/0")])
    }

    @Test func `with --egress nothing of another protocol goes out`() throws {
        var policy = SamplePolicies.apim
        policy.egress = []
        let rules = try Self.rules(policy).egress
        #expect(Set(rules.map(\.ipProtocol)) == ["tcp", "udp"])
        #expect(Set(rules.map(\.fromPort)) == [53, 67, 123, 547])
    }

    @Test func `an audience may be the group itself, another group, and addresses besides`() throws {
        var policy = SamplePolicies.apim
        let admins = try #require(policy.sources.firstIndex { $0.audience == .admins })
        policy.sources[admins].addresses = SamplePolicies.addresses("10.9.0.1")
        var deployment = CloudDeployment(policy)
        deployment.audiences = [.admins: [.identifier("sg-01234567"), .itself]]
        let group = try #require(AWSEmitter().groups(deployment, for: "aws").first)
        let ssh = group.rules.ingress.filter { $0.fromPort == 22 }
        #expect(ssh.map(\.peer) == [.ipv4("10.9.0.1/32"), .groupName("carbonwall"), .groupID("sg-01234567")])
    }

    @Test func `nodes know each other by their groups, and a cluster itself`() throws {
        let groups = try SampleDeployment.document().groups
        #expect(groups.map(\.name) == ["carbonwall-cp", "carbonwall-gw"])
        let peers = { (group: SecurityGroup, port: Int) in
            group.rules.ingress.filter { $0.fromPort == port }.map(\.peer)
        }
        #expect(peers(groups[1], 4000) == [.groupName("carbonwall-gw")])
        #expect(peers(groups[1], 9443).last == .groupName("carbonwall-cp"))
        #expect(peers(groups[0], 5672) == [.groupName("carbonwall-cp"), .groupName("carbonwall-gw")])
    }

    @Test func `multicast is refused with what to choose instead`() throws {
        let refusal = #expect(throws: InvalidInput.self) { try Self.rules(SamplePolicies.multicast) }
        #expect(refusal?.findings.first?.message == "aws can't express multicast clustering")
        #expect(refusal?.findings.first?.hint?.contains("aws-ecs") == true)
    }
}
