import Emitters
import Policy
import TestSupport
import Testing

@Suite struct AWSScriptTests {
    @Test(.needs(program: "shellcheck")) func `the scripts are sound shell`() throws {
        let old = try SampleDeployment.document()
        let new = try SampleDeployment.document(consolePort: 9444, admin: "10.8.0.0/24")
        let half = SecurityGroupDocument(groups: Array(new.groups.prefix(1)))
        for script in [old.script, try new.script(from: old), try half.script(from: old), try old.script(from: half)] {
            try ProcessRunner.output(of: ["sh", "-n"], input: Array(script.utf8))
            let verdict = try ProcessRunner.run(["shellcheck", "-"], input: Array(script.utf8))
            #expect(verdict.succeeded, "\(verdict.output)")
        }
    }

    @Test(arguments: [[], ["sg-0123"], ["vpc-"], ["vpc-x; rm"], ["vpc-01$(id)"]])
    func `what is no VPC is wrong usage`(arguments: [String]) throws {
        let script = try SampleDeployment.document().script
        let result = try ProcessRunner.run(["sh", "-s"] + arguments, input: Array(script.utf8))
        #expect(result.status == .exited(64))
        #expect(result.errors.hasPrefix("usage: "))
    }

    @Test(.needs(pythonTool: "aws"), .needs(pythonTool: "moto_server"))
    func `AWS enforces what the nodes' policies say, a second run changes nothing, and a changed policy is reached`()
        throws
    {
        let server = try MotoServer()
        let vpc = try server.makeVPC()
        let old = try SampleDeployment.document()
        let first = try server.run(old.script, vpc)
        #expect(first.output.split(separator: "\n").map { $0.split(separator: " ").last } == ["made", "made"])
        try server.expect(SampleDeployment.nodes(), vpc)

        let second = try server.run(old.script, vpc)
        #expect(
            second.output.split(separator: "\n").map { $0.split(separator: " ").last } == ["unchanged", "unchanged"]
        )

        let new = try SampleDeployment.document(consolePort: 9444, admin: "10.8.0.0/24")
        #expect(try server.run(new.script, vpc).status == .exited(2))
        try server.expect(SampleDeployment.nodes(), vpc)
        try server.run(new.script(from: old), vpc)
        try server.expect(SampleDeployment.nodes(consolePort: 9444, admin: "10.8.0.0/24"), vpc)
        #expect(try server.run(new.script, vpc).succeeded)
    }

    @Test(.needs(pythonTool: "aws"), .needs(pythonTool: "moto_server"))
    func `groups come and go, and each says why it has its rules`() throws {
        let server = try MotoServer()
        let vpc = try server.makeVPC()
        let both = try SampleDeployment.document()
        let nodes = [(name: nil as String?, policy: SamplePolicies.apim)]
        let other = SecurityGroupDocument(groups: try AWSEmitter().groups(CloudDeployment(nodes), for: "aws"))
        try server.run(both.script, vpc)
        try server.run(other.script(from: both), vpc)
        #expect(try server.groupNames(vpc) == ["carbonwall", "default"])
        try server.expect([(name: nil, policy: SamplePolicies.apim)], vpc)
        let query = "SecurityGroups[].IpPermissions[] | [?FromPort==`9444`].IpRanges[].Description"
        let reasons = try server.aws("ec2", "describe-security-groups", "--query", query, "--output", "json")
        #expect(reasons.contains("\"apim servlet-https 9443+1 (admins, components)\""))
    }

    @Test(.needs(pythonTool: "aws"), .needs(pythonTool: "moto_server"))
    func `a rule whose reason alone is new stays, and gets the reason`() throws {
        let server = try MotoServer()
        let vpc = try server.makeVPC()
        let new = try SampleDeployment.document()
        var old = new
        for index in old.groups[0].rules.ingress.indices { old.groups[0].rules.ingress[index].description = "before" }
        try server.run(old.script, vpc)
        let script = try new.script(from: old)
        #expect(!script.contains("authorize") && !script.contains("revoke"))
        try server.run(script, vpc)
        // moto leaves the descriptions of references as they are.
        let query = "SecurityGroupRules[?CidrIpv4 != null || CidrIpv6 != null].Description"
        let reasons = try server.aws("ec2", "describe-security-group-rules", "--query", query, "--output", "json")
        #expect(!reasons.contains("before"))
        #expect(reasons.contains("apim pass-through 8243 (clients)"))
    }

    @Test(.needs(pythonTool: "aws"), .needs(pythonTool: "moto_server"))
    func `a call that fails leaves no group behind`() throws {
        let server = try MotoServer()
        let vpc = try server.makeVPC()
        let folder = try TemporaryFolder()
        let aws = PythonTools.path(of: "aws")
        let broken = "#!/bin/sh\ncase \"$*\" in *authorize*egress*) exit 1 ;; esac\nexec '\(aws)' \"$@\"\n"
        try folder.write(Array(broken.utf8), to: "aws", permissions: 0o755)
        let path = ["PATH": "\(folder.path):/usr/bin:/bin"]
        let script = try SampleDeployment.document().script
        let result = try ProcessRunner.run(
            ["sh", "-s", vpc],
            input: Array(script.utf8),
            environment: server.environment.merging(path) { $1 }
        )
        #expect(result.status == .exited(1))
        #expect(try server.groupNames(vpc) == ["default"])
    }

    @Test(.needs(pythonTool: "aws"), .needs(pythonTool: "moto_server"))
    func `a group that somebody changed is reported and left alone`() throws {
        let server = try MotoServer()
        let vpc = try server.makeVPC()
        let script = try SampleDeployment.document().script
        let made = try server.run(script, vpc)
        let id = try #require(made.output.split(separator: " ").first.map(String.init))
        let added = "IpProtocol=tcp,FromPort=23,ToPort=23,IpRanges=[{CidrIp=0.0.0.0/0}]"
        try server.aws("ec2", "authorize-security-group-ingress", "--group-id", id, "--ip-permissions", added)
        let again = try server.run(script, vpc)
        #expect(again.status == .exited(2))
        #expect(
            again.errors == """
                \(id) carbonwall-cp has other rules (+ is missing there, - is too much):
                - False\ttcp\t23\t23\t0.0.0.0/0

                """
        )
        #expect(again.output.hasSuffix("carbonwall-gw: unchanged\n"))
    }
}

extension SecurityGroupDocument {
    fileprivate var script: String { AWSScript.text(making: self, toolVersion: "1.0.0") }

    fileprivate func script(from old: SecurityGroupDocument) throws -> String {
        AWSScript.text(of: try SecurityGroupChanges(from: old, to: self), to: self, toolVersion: "1.0.0")
    }
}

extension MotoServer {
    @discardableResult
    fileprivate func run(_ script: String, _ vpc: String) throws -> ProcessResult {
        let result = try ProcessRunner.run(["sh", "-s", vpc], input: Array(script.utf8), environment: environment)
        #expect([.exited(0), .exited(2)].contains(result.status), "\(result.errors)")
        return result
    }

    fileprivate func groupNames(_ vpc: String) throws -> [String] {
        let query = "SecurityGroups[].GroupName"
        let names = try aws(
            "ec2",
            "describe-security-groups",
            "--filters",
            "Name=vpc-id,Values=\(vpc)",
            "--query",
            query,
            "--output",
            "text"
        )
        return names.split(whereSeparator: \.isWhitespace).map(String.init).sorted()
    }

    /// Expects that the VPC's groups allow exactly what the policies of `nodes` do.
    fileprivate func expect(_ nodes: [CloudDeployment.Node], _ vpc: String) throws {
        let filter = "Name=vpc-id,Values=\(vpc)"
        let groups = try aws("ec2", "describe-security-groups", "--filters", filter, "--output", "json")
        var equivalence = CloudEquivalence()
        for node in nodes {
            let name = node.name.map { "carbonwall-\($0)" } ?? "carbonwall"
            let evaluator = try AWSEvaluator(groups, groups: name, members: SampleDeployment.members)
            #expect(!evaluator.groupNames.isEmpty)
            equivalence.compare(node.policy, with: evaluator)
        }
        #expect(equivalence.wronglyAccepted == [])
        #expect(equivalence.wronglyDropped == [])
    }
}
