import Emitters
import Policy
import TestSupport
import Testing

@Suite struct AWSTerraformTests {
    private static let emitter = AWSEmitter(limits: SecurityGroupLimits(rules: 10_000, groups: 1))

    private static func configuration(_ policy: HostPolicy) throws -> String {
        try AWSTerraform.configuration(emitter.groups(CloudDeployment(policy), for: "terraform"))
    }

    private static func deployment(admin: String = "10.9.1.0/24") throws -> String {
        try AWSTerraform.configuration(SampleDeployment.document(admin: admin).groups)
    }

    @Test func `a configuration allows what the policy does, for random policies`() throws {
        var random = RandomPolicies(seed: 71)
        var equivalence = CloudEquivalence()
        for _ in 0..<RandomPolicies.count / 5 {
            let policy = random.cloudPolicy()
            equivalence.compare(policy, with: try TerraformFile(Self.configuration(policy)).allowances("carbonwall"))
        }
        equivalence.expectNone()
    }

    @Test func `groups of nodes allow what the nodes' addresses do`() throws {
        let file = try TerraformFile(Self.deployment())
        var equivalence = CloudEquivalence()
        for node in SampleDeployment.nodes() {
            equivalence.compare(node.policy, with: try file.allowances("carbonwall-\(node.name ?? "")"))
        }
        #expect(equivalence.wronglyAccepted == [] && equivalence.wronglyDropped == [])
    }

    @Test func `the order of the input changes no byte`() throws {
        #expect(try Self.configuration(SamplePolicies.apim) == Self.configuration(SamplePolicies.apim.reordered))
    }

    @Test func `a rule keeps its key when others come and go`() throws {
        let before = try TerraformFile(Self.deployment()).rules
        let after = try TerraformFile(Self.deployment(admin: "10.8.0.0/24")).rules
        let common = Set(before.keys).intersection(after.keys)
        #expect(common.allSatisfy { before[$0] == after[$0] })
        #expect(Set(before.keys).subtracting(common).allSatisfy { $0.hasSuffix("_10_9_1_0_24") })
        #expect(common.contains("carbonwall-gw_ingress_tcp_4000-4009_carbonwall-gw"))
        #expect(common.contains("carbonwall-gw_ingress_tcp_8243_--_0"))
    }

    @Test(.needs(terraformSchema: "aws")) func `the provider aws has a word for all of it`() throws {
        #expect(try TerraformSchema("aws").problems(in: Self.deployment()) == [])
        #expect(try TerraformSchema("aws").problems(in: Self.configuration(SamplePolicies.apim)) == [])
    }

    @Test(.needsTerraformProvider, .needs(pythonTool: "moto_server"))
    func `Terraform applies it to AWS, and has nothing to do afterwards`() throws {
        let server = try MotoServer()
        let vpc = try server.makeVPC()
        let folder = try TemporaryFolder()
        let terraform = { (arguments: [String]) in
            let words = ["terraform", "-chdir=\(folder.path)"] + arguments
            let variables = server.environment.filter { $0.key != "PATH" }.merging(["TF_VAR_vpc_id": vpc]) { $1 }
            return try ProcessRunner.run(words, environment: variables)
        }
        try folder.write(Array(Self.provider.utf8), to: "provider.tf.json", permissions: 0o644)
        for admin in ["10.9.1.0/24", "10.8.0.0/24"] {
            try folder.write(Array(try Self.deployment(admin: admin).utf8), to: "groups.tf.json", permissions: 0o644)
            for arguments in [["init"], ["validate"], ["apply", "-auto-approve"]] {
                let result = try terraform(arguments + ["-no-color"])
                #expect(result.succeeded, "\(arguments): \(result.output)\(result.errors)")
            }
            let plan = try terraform(["plan", "-detailed-exitcode", "-no-color"])
            #expect(!plan.output.contains("to add, 0"), "\(plan.output)")
            let groups = try server.aws("ec2", "describe-security-groups", "--output", "json")
            var equivalence = CloudEquivalence()
            for node in SampleDeployment.nodes(admin: admin) {
                let name = "carbonwall-\(node.name ?? "")"
                let evaluator = try AWSEvaluator(groups, groups: name, members: SampleDeployment.members)
                equivalence.compare(node.policy, with: evaluator)
            }
            #expect(equivalence.wronglyAccepted == [] && equivalence.wronglyDropped == [])
        }
    }

    /// What makes the provider content with a double of AWS.
    private static let provider = """
        {"provider": {"aws": {"skip_credentials_validation": true, "skip_metadata_api_check": true,
          "skip_requesting_account_id": true}}}
        """
}
