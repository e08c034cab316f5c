import Emitters
import Policy
import TestSupport
import Testing

@Suite struct SecurityGroupLimitsTests {
    /// SSH from `count` addresses of each family, none beside another.
    private func groups(_ count: Int, splits: Bool = false) throws -> [SecurityGroup] {
        var policy = SamplePolicies.crowd(count)
        policy.services = []
        return try AWSEmitter(splits: splits).groups(CloudDeployment(policy), for: "aws")
    }

    @Test func `60 rules of each family fit into a group`() throws {
        #expect(try groups(60).map(\.rules.ingress.count) == [120])
    }

    @Test func `the 61st is refused with the count, the limit and what to do`() throws {
        let refusal = #expect(throws: InvalidInput.self) { try groups(61) }
        #expect(
            refusal?.findings.map(\.message) == [
                "aws: 61 inbound IPv4 rules for carbonwall, and the limit is 60",
                "aws: 61 inbound IPv6 rules for carbonwall, and the limit is 60",
            ]
        )
        #expect(
            refusal?.findings.first?.hint
                == "give larger or neighbouring blocks of addresses, or make 2 groups with --split; "
                + "where AWS takes more, say so with --quota rules=N"
        )
    }

    @Test func `--split makes as many groups as are needed, each within the limit`() throws {
        let groups = try groups(150, splits: true)
        #expect(groups.map(\.name) == ["carbonwall", "carbonwall-2", "carbonwall-3"])
        #expect(groups.map(\.rules.ingress.count) == [120, 120, 60])
        #expect(groups.map(\.rules.egress.count) == [2, 0, 0])
    }

    @Test func `no more groups than an interface takes`() throws {
        #expect(try groups(300, splits: true).count == 5)
        let refusal = #expect(throws: InvalidInput.self) { try groups(301, splits: true) }
        #expect(refusal?.findings.first?.message == "aws: 301 inbound IPv4 rules for carbonwall, and the limit is 300")
        #expect(refusal?.findings.first?.hint?.contains("an interface takes 5 groups of 60 rules") == true)
    }

    @Test func `a reference to a group counts for both families`() throws {
        var policy = SamplePolicies.crowd(60)
        policy.services = []
        var deployment = CloudDeployment(policy)
        deployment.audiences = [.admins: [.itself]]
        let refusal = #expect(throws: InvalidInput.self) { try AWSEmitter().groups(deployment, for: "aws") }
        #expect(refusal?.findings.count == 2)
        #expect(refusal?.findings.allSatisfy { $0.message.contains("1 of which name a group") } == true)
    }

    @Test func `too many groups are said to be that, and nothing of larger blocks or of IPv6`() throws {
        var policy = SamplePolicies.bare
        policy.sources = policy.sources.map { Source($0.audience, AddressSet()) }
        var deployment = CloudDeployment(policy)
        deployment.audiences = [.admins: (1...61).map { .identifier("sg-\(10_000_000 + $0)") }]
        let refusal = #expect(throws: InvalidInput.self) { try AWSEmitter().groups(deployment, for: "aws") }
        let finding = try #require(refusal?.findings.first)
        #expect(refusal?.findings.count == 1)
        #expect(finding.message == "aws: 61 inbound rules for carbonwall that name a group, and the limit is 60")
        #expect(finding.hint?.contains("blocks") == false && finding.hint?.contains("--split") == true)
    }

    @Test func `quotas that were raised count, as long as AWS takes as many on one interface`() throws {
        let limits = try SecurityGroupLimits([.rules: 100])
        #expect(limits == SecurityGroupLimits(rules: 100, groups: 5))
        #expect(try SecurityGroupLimits([:]) == .standard)
        let refusal = #expect(throws: InvalidInput.self) { try SecurityGroupLimits([.rules: 201]) }
        let message = "aws: 1005 rules on a network interface (5 groups of 201), and the limit is 1000"
        #expect(refusal?.findings.first?.message == message)
        #expect(refusal?.findings.first?.hint?.hasSuffix("say both with --quota rules=N --quota groups=N") == true)
    }

    @Test func `a hundred thousand addresses are refused`() {
        #expect(throws: InvalidInput.self) { try groups(100_000, splits: true) }
    }
}
