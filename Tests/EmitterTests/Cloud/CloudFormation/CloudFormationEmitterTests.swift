import Emitters
import Policy
import TestSupport
import Testing

@Suite struct CloudFormationEmitterTests {
    private static let emitter = AWSEmitter(limits: SecurityGroupLimits(rules: 10_000, groups: 1))

    private static func groups(_ policy: HostPolicy) throws -> [SecurityGroup] {
        try emitter.groups(CloudDeployment(policy), for: "cloudformation")
    }

    private static func deployment() throws -> String {
        try CloudFormationEmitter.template(SampleDeployment.document().groups).text
    }

    /// A group that sends nothing, the second of two.
    private static func split() throws -> String {
        var policy = SamplePolicies.crowd(100)
        policy.services = []
        policy.egress = []
        let emitter = AWSEmitter(splits: true)
        return try CloudFormationEmitter.template(emitter.groups(CloudDeployment(policy), for: "cloudformation"))
            .text
    }

    @Test func `a template allows what the policy does, for random policies`() throws {
        var random = RandomPolicies(seed: 61)
        var equivalence = CloudEquivalence()
        for _ in 0..<RandomPolicies.count / 5 {
            let policy = random.cloudPolicy()
            guard let text = try? CloudFormationEmitter.template(Self.groups(policy)).text else { continue }
            let evaluator = try CloudFormationEvaluator.allowances(of: "Carbonwall", in: text, members: [:])
            equivalence.compare(policy, with: evaluator)
        }
        equivalence.expectNone()
    }

    @Test func `groups that name each other and themselves do so in resources of their own`() throws {
        let text = try Self.deployment()
        let members = ["CarbonwallGw": "carbonwall-gw", "CarbonwallCp": "carbonwall-cp"]
            .compactMapValues { SampleDeployment.members[$0] }
        var equivalence = CloudEquivalence()
        for (node, group) in zip(SampleDeployment.nodes(), ["CarbonwallGw", "CarbonwallCp"]) {
            let evaluator = try CloudFormationEvaluator.allowances(of: group, in: text, members: members)
            equivalence.compare(node.policy, with: evaluator)
        }
        #expect(equivalence.wronglyAccepted == [] && equivalence.wronglyDropped == [])
        #expect(text.contains("\"CarbonwallGwIngressTcp4000to4009CarbonwallGw\""))
        #expect(text.contains("\"CarbonwallCpEgressTcp9443CarbonwallGw\""))
    }

    @Test func `a group that sends nothing is kept from AWS's own rule`() throws {
        let text = try Self.split()
        let second = try CloudFormationEvaluator.allowances(of: "Carbonwall2", in: text, members: [:])
        #expect(second.egress.map(\.peers) == [SamplePolicies.addresses("127.0.0.1")])
    }

    @Test func `the order of the input changes no byte`() throws {
        let policy = SamplePolicies.apim
        #expect(
            try CloudFormationEmitter.template(Self.groups(policy))
                == CloudFormationEmitter.template(Self.groups(policy.reordered))
        )
    }

    @Test func `names that a template can't tell apart are refused`() throws {
        let group = SecurityGroupCheckTests.valid
        var other = group
        other.name = "carbon-wall"
        var third = group
        third.name = "carbonWall"
        #expect(throws: InvalidInput.self) { try CloudFormationEmitter.template([other, third]) }
    }

    @Test func `more than 500 resources are refused, and a large template is said to need a bucket`() throws {
        var group = SecurityGroupCheckTests.valid
        group.rules.ingress = (1...500).map { port in
            SecurityGroupRule(
                ipProtocol: "tcp",
                fromPort: port,
                toPort: port,
                peer: .groupName(group.name),
                description: String(repeating: "a", count: 100)
            )
        }
        let refusal = #expect(throws: InvalidInput.self) { try CloudFormationEmitter.template([group]) }
        #expect(
            refusal?.findings.map(\.message) == [
                "cloudformation: 501 resources in the template, and the limit is 500"
            ]
        )
        group.rules.ingress.removeLast()
        #expect(try CloudFormationEmitter.template([group]).notes.contains { $0.contains("--template-url") })
        #expect(try CloudFormationEmitter.template([SecurityGroupCheckTests.valid]).notes == [])
    }

    @Test(.needs(pythonTool: "cfn-lint")) func `cfn-lint has nothing to say`() throws {
        let folder = try TemporaryFolder()
        let apim = try CloudFormationEmitter.template(Self.groups(SamplePolicies.apim)).text
        for (index, text) in [apim, try Self.deployment(), try Self.split()].enumerated() {
            try folder.write(Array(text.utf8), to: "\(index).json")
        }
        let lint = PythonTools.path(of: "cfn-lint")
        let result = try ProcessRunner.run(["sh", "-c", "exec '\(lint)' '\(folder.path)'/*.json"])
        #expect(result.succeeded, "\(result.output)")
        #expect(result.output.isEmpty)
    }

    @Test(.needs(pythonTool: "cfn-lint")) func `cfn-lint lets those wrong values pass that say so`() throws {
        let folder = try TemporaryFolder()
        let wrong = SecurityGroupCheckTests.wrong
        for (index, group) in wrong.enumerated() {
            // What can't become a template at all isn't cfn-lint's to see.
            let text = (try? CloudFormationEmitter.template([group.group]).text) ?? "{}"
            try folder.write(Array(text.utf8), to: "\(index).json")
        }
        let lint = PythonTools.path(of: "cfn-lint")
        let result = try ProcessRunner.run(["sh", "-c", "exec '\(lint)' --format parseable '\(folder.path)'/*.json"])
        let seen = Set(
            result.output.split(separator: "\n").compactMap { $0.split(separator: ":").first.map(String.init) }
        )
        for (index, group) in wrong.enumerated() {
            let passed = !seen.contains("\(folder.path)/\(index).json")
            #expect(passed == group.passes.contains(.cfnLint), "\(group)")
        }
    }

    @Test(.needs(pythonTool: "aws"), .needs(pythonTool: "moto_server"))
    func `a stack of it is made, with the references between its groups`() throws {
        let server = try MotoServer()
        let vpc = try server.makeVPC()
        let folder = try TemporaryFolder()
        try folder.write(Array(try Self.deployment().utf8), to: "template.json")
        try server.aws(
            "cloudformation",
            "create-stack",
            "--stack-name",
            "carbonwall",
            "--template-body",
            "file://\(folder.path)/template.json",
            "--parameters",
            "ParameterKey=VpcId,ParameterValue=\(vpc)"
        )
        let status = try server.aws(
            "cloudformation",
            "describe-stacks",
            "--query",
            "Stacks[0].StackStatus",
            "--output",
            "text"
        )
        #expect(status == "CREATE_COMPLETE")
        // moto's stacks leave IPv6 and what goes out away, so that only references and IPv4 can be compared.
        let rules = try server.aws(
            "ec2",
            "describe-security-group-rules",
            "--output",
            "text",
            "--query",
            "SecurityGroupRules[?!IsEgress && FromPort==`4000`].[ToPort, ReferencedGroupInfo.GroupId != null]"
        )
        #expect(rules == "4009\tTrue")
    }
}
