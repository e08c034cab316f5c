package import Policy

/// Writes security groups as Terraform configuration in JSON, for the provider `hashicorp/aws`.
///
/// Each rule is a resource with a key made of what it allows, so that a rule keeps its key whatever stands before it.
package enum AWSTerraform {
    /// The configuration with `groups`, for a file whose name ends in `.tf.json`.
    ///
    /// - Throws: Keys that Terraform can't tell apart.
    package static func configuration(_ groups: [SecurityGroup]) throws(InvalidInput) -> String {
        let rules = SecurityGroupDirection.allCases.map { direction in
            groups.flatMap { group in group.rules[direction].map { $0.resource(of: group, direction) } }
        }
        var check = CloudCheck("terraform")
        check.requireUnique(rules.flatMap { $0 }.map(\.name), "the resource")
        try check.finish()
        let configuration = TerraformConfiguration(
            provider: ("aws", "hashicorp/aws", ">= 5.0"),
            variables: [("vpc_id", "The VPC of the security groups")],
            resources: [
                ("aws_security_group", groups.map { ($0.name, $0.resource) }),
                ("aws_vpc_security_group_ingress_rule", rules[0]),
                ("aws_vpc_security_group_egress_rule", rules[1]),
            ],
            outputs: groups.map { ($0.name, $0.terraformID) }
        )
        return configuration.json.compactDocument
    }
}

extension SecurityGroup {
    fileprivate var resource: JSONValue {
        .object([
            ("name", .string(name)), ("description", .string(description)), ("vpc_id", .terraform("var.vpc_id")),
        ])
    }

    fileprivate var terraformID: JSONValue { Self.terraformID(of: name) }

    fileprivate static func terraformID(of name: String) -> JSONValue {
        .terraform("aws_security_group.\(name).id")
    }
}

extension SecurityGroupRule {
    fileprivate func resource(
        of group: SecurityGroup,
        _ direction: SecurityGroupDirection
    ) -> (name: String, value: JSONValue?) {
        let key = "\(group.name)_\(direction.rawValue)_\(key)"
        return (
            key,
            .object([
                ("security_group_id", group.terraformID), ("ip_protocol", .string(ipProtocol)),
                ("from_port", fromPort.map(JSONValue.integer)), ("to_port", toPort.map(JSONValue.integer)),
                peer.terraformArgument, ("description", description.isEmpty ? nil : .string(description)),
            ])
        )
    }

    /// What AWS tells rules apart by, in characters that Terraform takes: `tcp_4000-4009_10_9_0_0_24`.
    private var key: String {
        let ports = [fromPort, fromPort == toPort ? nil : toPort].compactMap { $0.map(String.init) }
        let words = [ipProtocol == "-1" ? "all" : ipProtocol, ports.joined(separator: "-"), peer.key]
        return words.filter { !$0.isEmpty }.joined(separator: "_")
    }
}

extension SecurityGroupPeer {
    /// Dots and slashes of a block as `_`, colons as `-`.
    fileprivate var key: String {
        String(text.map { $0 == ":" ? "-" : $0 == "." || $0 == "/" ? "_" : $0 })
    }

    fileprivate var terraformArgument: (name: String, value: JSONValue?) {
        switch self {
        case .ipv4(let text): ("cidr_ipv4", .string(text))
        case .ipv6(let text): ("cidr_ipv6", .string(text))
        case .groupName(let name): ("referenced_security_group_id", SecurityGroup.terraformID(of: name))
        case .groupID(let id): ("referenced_security_group_id", .string(id))
        }
    }
}
