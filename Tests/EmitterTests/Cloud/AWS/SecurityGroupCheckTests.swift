import Emitters
import Policy
import TestSupport
import Testing

@Suite struct SecurityGroupCheckTests {
    static let valid = SecurityGroup(
        name: "carbonwall",
        description: "by carbonwall",
        rules: SecurityGroupRules(ingress: [rule()])
    )

    /// Values that AWS refuses, or takes for something else.
    static let wrong: [WrongGroup] = [
        WrongGroup("a name with a letter outside ASCII", passes: [.moto]) { $0.name = "carbonwäll" },
        WrongGroup("a name of 256 characters", passes: [.moto]) { $0.name = String(repeating: "a", count: 256) },
        WrongGroup("a name like an identifier", passes: [.moto, .cfnLint]) { $0.name = "sg-gateway" },
        WrongGroup("the name of the VPC's own group", passes: [.cfnLint]) { $0.name = "default" },
        WrongGroup("a name with a line break", passes: [.moto]) { $0.name = "a\nb" },
        WrongGroup("no name", passes: [.moto]) { $0.name = "" },
        WrongGroup("a group's description with a quote", passes: [.moto]) { $0.description = "it's" },
        WrongGroup("a group's description of 256 characters", passes: [.moto]) {
            $0.description = String(repeating: "a", count: 256)
        },
        WrongGroup("a rule's description with a quote", passes: [.moto, .cfnLint]) { $0[0].description = "it's" },
        WrongGroup("a rule's description outside ASCII", passes: [.moto, .cfnLint]) { $0[0].description = "für alle" },
        WrongGroup("a rule's description of 256 characters", passes: [.moto, .cfnLint]) {
            $0[0].description = String(repeating: "a", count: 256)
        },
        WrongGroup("an & in a reference's description", passes: [.moto, .cfnLint]) {
            $0[0] = rule(.groupName("carbonwall"))
            $0[0].description = "a & b"
        },
        WrongGroup("ports the wrong way round", passes: [.moto, .cfnLint]) { $0[0].fromPort = 9444 },
        WrongGroup("port 70000", passes: [.moto, .cfnLint]) { $0[0].toPort = 70000 },
        WrongGroup("a negative port", passes: [.moto]) { $0[0].fromPort = -1 },
        WrongGroup("no ports", passes: []) { ($0[0].fromPort, $0[0].toPort) = (nil, nil) },
        WrongGroup("only one port", passes: []) { $0[0].toPort = nil },
        WrongGroup("another protocol's number, which opens all ports", passes: [.moto]) { $0[0].ipProtocol = "47" },
        WrongGroup("a protocol that isn't one", passes: [.moto]) { $0[0].ipProtocol = "tpc" },
        WrongGroup("all protocols with ports", passes: [.moto]) { $0[0].ipProtocol = "-1" },
        WrongGroup("bits right of the prefix", passes: [.moto]) { $0[0].peer = .ipv4("10.9.0.1/24") },
        WrongGroup("a prefix of 33 bits", passes: []) { $0[0].peer = .ipv4("10.9.0.0/33") },
        WrongGroup("an address without a prefix", passes: [.cfnLint]) { $0[0].peer = .ipv4("10.9.0.1") },
        WrongGroup("IPv6 that isn't compressed", passes: [.moto, .cfnLint]) { $0[0].peer = .ipv6("fd00:0009::/64") },
        WrongGroup("IPv6 in capitals", passes: [.moto, .cfnLint]) { $0[0].peer = .ipv6("FD00:9::/64") },
        WrongGroup("IPv6 as IPv4", passes: []) { $0[0].peer = .ipv4("fd00:9::/64") },
        WrongGroup("IPv4 as IPv6", passes: []) { $0[0].peer = .ipv6("10.9.0.0/24") },
        WrongGroup("no identifier of a group", passes: []) { $0[0].peer = .groupID("sg-gateway") },
        WrongGroup("a group that isn't in the document", passes: [.moto]) { $0[0].peer = .groupName("carbonwall-gw") },
        WrongGroup("a duplicate with another description", passes: [.cfnLint]) {
            $0.rules.ingress.append(rule())
            $0[1].description = "another"
        },
    ]

    @Test func `a group as AWS takes it is found good`() throws {
        try [Self.valid].check("aws")
    }

    @Test(arguments: wrong) func `a wrong value is found`(group: WrongGroup) {
        let refusal = #expect(throws: InvalidInput.self) { try [group.group].check("aws") }
        #expect(refusal?.findings.allSatisfy { $0.message.hasPrefix("aws: ") } == true)
    }

    @Test func `two groups of one name are found`() {
        #expect(throws: InvalidInput.self) { try [Self.valid, Self.valid].check("aws") }
    }

    @Test func `every policy gives groups that are found good, whatever its texts say`() throws {
        var policy = SamplePolicies.apim
        for index in policy.services.indices {
            policy.services[index].id = "\"; ${x} `rm` $(rm) é\n&'\u{202e}"
            policy.services[index].runtime = String(repeating: "x", count: 300)
        }
        let groups = try AWSEmitter().groups(CloudDeployment(policy), for: "aws")
        try groups.check("aws")
    }

    @Test(.needs(pythonTool: "moto_server")) func `botocore and moto let those pass that say so`() throws {
        let groups = Self.wrong.map { SecurityGroupDocument(groups: [$0.group]).text }
        let input = "[" + groups.joined(separator: ",") + "]"
        let python = PythonTools.path(of: "python")
        let output = try ProcessRunner.output(of: [python, "-c", Self.trial], input: Array(input.utf8))
        let answers = output.split(separator: "\n").map(String.init)
        #expect(answers.count == Self.wrong.count)
        for (group, answer) in zip(Self.wrong, answers) {
            #expect((answer == "taken") == group.passes.contains(.moto), "\(group): \(answer)")
        }
    }

    /// Makes each group of standard input in a fresh double of AWS, and writes a line on it.
    private static let trial = """
        import json, sys, boto3, moto
        for document in json.load(sys.stdin):
            group = document["groups"][0]
            with moto.mock_aws():
                ec2 = boto3.client("ec2", "eu-central-1", aws_access_key_id="test", aws_secret_access_key="test")
                vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16", AmazonProvidedIpv6CidrBlock=True)["Vpc"]["VpcId"]
                try:
                    made = ec2.create_security_group(GroupName=group["GroupName"], Description=group["Description"], VpcId=vpc)
                    for permission in group["IpPermissions"]:
                        for pair in permission.get("UserIdGroupPairs", []):
                            if pair.pop("GroupName", None) == group["GroupName"]:
                                pair["GroupId"] = made["GroupId"]
                    ec2.authorize_security_group_ingress(GroupId=made["GroupId"], IpPermissions=group["IpPermissions"])
                    print("taken")
                except Exception as error:
                    print(str(error).replace("\\n", " "))
        """
}

private func rule(_ peer: SecurityGroupPeer = .ipv4("10.9.0.0/24")) -> SecurityGroupRule {
    SecurityGroupRule(
        ipProtocol: "tcp",
        fromPort: 9443,
        toPort: 9443,
        peer: peer,
        description: "apim servlet-https 9443 (admins)"
    )
}

/// A group with one wrong value.
struct WrongGroup: CustomTestStringConvertible {
    /// A program that reads groups.
    enum Reader: Hashable {
        case moto
        case cfnLint
    }

    let testDescription: String
    let group: SecurityGroup
    /// The programs that don't see it.
    let passes: Set<Reader>

    init(_ description: String, passes: Set<Reader>, _ spoil: (inout SecurityGroup) -> Void) {
        testDescription = description
        self.passes = passes
        var group = SecurityGroupCheckTests.valid
        spoil(&group)
        self.group = group
    }
}

extension SecurityGroup {
    fileprivate subscript(index: Int) -> SecurityGroupRule {
        get { rules.ingress[index] }
        set { rules.ingress[index] = newValue }
    }
}
