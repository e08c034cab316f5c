/// Security groups as the JSON document that `emit aws` writes; its lists of permissions are what awscli and the API take.
package struct SecurityGroupDocument: Hashable, Sendable {
    /// In the order of the nodes.
    package var groups: [SecurityGroup]

    /// A document of `groups`.
    package init(groups: [SecurityGroup]) {
        self.groups = groups
    }

    /// The document as JSON.
    package var text: String {
        JSONValue.object([("groups", .array(groups.map(\.json)))]).compactDocument
    }
}

extension SecurityGroup {
    /// The group as an object of its name, its description and its permissions.
    var json: JSONValue {
        .object([
            ("GroupName", .string(name)), ("Description", .string(description)),
            ("IpPermissions", rules.ingress.permissions), ("IpPermissionsEgress", rules.egress.permissions),
        ])
    }
}

extension [SecurityGroupRule] {
    /// The rules as a list of permissions: neighbouring ones of the same ports together.
    var permissions: JSONValue {
        let groups = reduce(into: [[SecurityGroupRule]]()) { groups, rule in
            if let last = groups.last?.first, last.ports == rule.ports {
                groups[groups.count - 1].append(rule)
            } else {
                groups.append([rule])
            }
        }
        return .array(groups.map(\.permission))
    }

    /// One permission for rules of the same ports.
    var permission: JSONValue {
        .object([
            ("IpProtocol", first.map { .string($0.ipProtocol) }),
            ("FromPort", first?.fromPort.map(JSONValue.integer)),
            ("ToPort", first?.toPort.map(JSONValue.integer)),
            ("IpRanges", peers("CidrIp") { if case .ipv4(let text) = $0 { text } else { nil } }),
            ("Ipv6Ranges", peers("CidrIpv6") { if case .ipv6(let text) = $0 { text } else { nil } }),
            ("UserIdGroupPairs", groupPairs),
        ])
    }

    private func peers(_ key: String, _ text: (SecurityGroupPeer) -> String?) -> JSONValue? {
        list { rule in text(rule.peer).map { (key, $0) } }
    }

    private var groupPairs: JSONValue? {
        list { rule in
            switch rule.peer {
            case .ipv4, .ipv6: nil
            case .groupName(let name): ("GroupName", name)
            case .groupID(let id): ("GroupId", id)
            }
        }
    }

    /// An object for each rule that `member` finds something in, with its description; nil for none.
    private func list(_ member: (SecurityGroupRule) -> (String, String)?) -> JSONValue? {
        let objects = compactMap { rule in
            member(rule).map { key, text in
                let description = rule.description.isEmpty ? nil : JSONValue.string(rule.description)
                return JSONValue.object([(key, .string(text)), ("Description", description)])
            }
        }
        return objects.isEmpty ? nil : .array(objects)
    }
}

extension SecurityGroupRule {
    /// What one permission has for all of its peers.
    fileprivate var ports: SecurityGroupRule {
        SecurityGroupRule(ipProtocol: ipProtocol, fromPort: fromPort, toPort: toPort, peer: .ipv4(""), description: "")
    }
}
