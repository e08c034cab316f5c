package import Policy

/// Writes security groups as a CloudFormation template.
///
/// Rules for addresses stand in their group; those that name a group are resources of their own, so that groups that name each
/// other, or themselves, don't form a circle.
package enum CloudFormationEmitter {
    /// What CloudFormation takes (AWS CloudFormation quotas).
    private static let resources = CloudQuota(
        "resources in the template",
        limit: 500,
        advice: "write a template for each node, with --node"
    )

    private static let outputs = CloudQuota(
        "outputs of the template, one a group",
        limit: 200,
        advice: "write a template for each node, with --node"
    )

    /// 1 MB, which is the largest template that goes through a bucket.
    private static let bytes = CloudQuota(
        "bytes of the template",
        limit: 1_000_000,
        advice: "write a template for each node, with --node"
    )

    /// The largest template that goes to CloudFormation directly, in bytes; 1 MB goes through a bucket.
    private static let largestBody = 51_200

    /// The template with `groups`.
    ///
    /// - Parameter groups: At least one, checked.
    /// - Returns: The template, and whether it is too large to be given directly.
    /// - Throws: What CloudFormation has no room for, or names that it can't tell apart.
    package static func template(_ groups: [SecurityGroup]) throws(InvalidInput) -> CloudDocument {
        let members = groups.flatMap(\.resources)
        var check = CloudCheck("cloudformation")
        check.requireUnique(
            members.map(\.name),
            "the resource",
            hint:
                "names of resources have letters and digits alone, so that gw-1 and gw1 are one: rename a node, or write each "
                + "with --node"
        )
        check.require(members.count, resources)
        check.require(groups.count, outputs)
        try check.finish()
        let text = JSONValue.object([
            ("AWSTemplateFormatVersion", .string("2010-09-09")),
            ("Parameters", .object([("VpcId", vpcParameter)])),
            ("Resources", .object(members)),
            ("Outputs", .object(groups.map { ("\($0.logicalID)Id", .object([("Value", $0.reference)])) })),
        ])
        .compactDocument
        check.require(text.utf8.count, bytes)
        try check.finish()
        return CloudDocument(text: text, notes: text.utf8.count > largestBody ? [bucketNeeded] : [])
    }

    private static let bucketNeeded =
        "the template has more than 51,200 bytes: put it into a bucket, and give it with --template-url"

    private static let vpcParameter = JSONValue.object([
        ("Type", .string("AWS::EC2::VPC::Id")), ("Description", .string("The VPC of the security groups")),
    ])
}

extension SecurityGroup {
    /// Its name in a template: `CarbonwallGw`.
    var logicalID: String { Self.logicalID(of: name) }

    /// The identifier that AWS gives it.
    var reference: JSONValue { Self.reference(to: name) }

    /// The group, and its rules that name groups.
    var resources: [(name: String, value: JSONValue?)] {
        let references = SecurityGroupDirection.allCases.flatMap { direction in
            rules[direction].filter(\.isReference).map { rule in
                (rule.logicalID(in: self, direction), rule.resource(of: self, direction))
            }
        }
        return [(logicalID, .object([("Type", .string("AWS::EC2::SecurityGroup")), ("Properties", properties)]))]
            + references
    }

    private var properties: JSONValue {
        let egress = rules.egress.filter { !$0.isReference }
        return .object([
            ("GroupName", .string(name)), ("GroupDescription", .string(description)),
            ("VpcId", .object([("Ref", .string("VpcId"))])),
            ("SecurityGroupIngress", .array(rules.ingress.filter { !$0.isReference }.map { .object($0.members) })),
            ("SecurityGroupEgress", .array((egress.isEmpty ? [.nothingOut] : egress).map { .object($0.members) })),
        ])
    }

    fileprivate static func logicalID(of name: String) -> String {
        name.split { !$0.isLetter && !$0.isNumber }.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }

    fileprivate static func reference(to name: String) -> JSONValue {
        .object([("Fn::GetAtt", .strings([logicalID(of: name), "GroupId"]))])
    }
}

extension SecurityGroupRule {
    /// What keeps AWS from letting everything out of a group without outbound rules: it goes nowhere.
    fileprivate static let nothingOut = SecurityGroupRule(
        ipProtocol: "-1",
        peer: .ipv4("127.0.0.1/32"),
        description: "nothing goes out"
    )

    /// `CarbonwallGwIngressTcp9443CarbonwallCp`; `4000to4009` for a range.
    fileprivate func logicalID(in group: SecurityGroup, _ direction: SecurityGroupDirection) -> String {
        let ports = [fromPort, fromPort == toPort ? nil : toPort].compactMap { $0.map(String.init) }
        let words = [direction.rawValue, ipProtocol, ports.joined(separator: "to"), peer.text]
        return group.logicalID + words.map { SecurityGroup.logicalID(of: $0) }.joined()
    }

    fileprivate func resource(of group: SecurityGroup, _ direction: SecurityGroupDirection) -> JSONValue {
        let type = "AWS::EC2::SecurityGroup\(direction == .ingress ? "Ingress" : "Egress")"
        let side = direction == .ingress ? "SourceSecurityGroupId" : "DestinationSecurityGroupId"
        return .object([
            ("Type", .string(type)),
            ("Properties", .object([("GroupId", group.reference)] + members + [(side, peer.groupReference)])),
        ])
    }

    /// What a rule says wherever it stands; a group on the other side is added by the resource.
    fileprivate var members: [(name: String, value: JSONValue?)] {
        [
            ("IpProtocol", .string(ipProtocol)), ("FromPort", fromPort.map(JSONValue.integer)),
            ("ToPort", toPort.map(JSONValue.integer)), peer.block,
            ("Description", description.isEmpty ? nil : .string(description)),
        ]
    }
}

extension SecurityGroupPeer {
    fileprivate var block: (name: String, value: JSONValue?) {
        switch self {
        case .ipv4(let text): ("CidrIp", .string(text))
        case .ipv6(let text): ("CidrIpv6", .string(text))
        case .groupName, .groupID: ("CidrIp", nil)
        }
    }

    fileprivate var groupReference: JSONValue? {
        switch self {
        case .ipv4, .ipv6: nil
        case .groupName(let name): SecurityGroup.reference(to: name)
        case .groupID(let id): .string(id)
        }
    }
}
