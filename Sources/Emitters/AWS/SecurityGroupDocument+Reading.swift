package import Policy
import YAMLReader

extension SecurityGroupDocument {
    /// Reads a document that `emit aws` wrote, also with `--diff`; JSON is YAML, whose reader knows every value's line and column.
    ///
    /// - Parameters:
    ///   - bytes: The file.
    ///   - name: The file's name for findings.
    /// - Throws: Everything that is no such document, each with its line and column.
    package init(parsing bytes: [UInt8], name: String) throws(InvalidInput) {
        let root: YAMLNode
        do throws(YAMLError) {
            root = try YAMLNode.parse(bytes)
        } catch {
            throw InvalidInput([error.finding(in: name)])
        }
        var reader = FieldReader(file: name)
        let keys = reader.fields(
            of: root,
            "a document of groups",
            required: ["groups"],
            optional: ["create", "change", "delete"]
        )
        let groups = reader.list(keys?["groups"]) { $0.securityGroup($1) }
        guard let groups, reader.findings.isEmpty else { throw InvalidInput(reader.findings) }
        self.init(groups: groups)
    }
}

extension FieldReader {
    fileprivate mutating func securityGroup(_ node: YAMLNode) -> SecurityGroup? {
        let required = ["GroupName", "Description", "IpPermissions", "IpPermissionsEgress"]
        guard let keys = fields(of: node, "a group", required: required) else { return nil }
        let ingress = list(keys["IpPermissions"]) { $0.permission($1) } ?? []
        let egress = list(keys["IpPermissionsEgress"]) { $0.permission($1) } ?? []
        guard let name = text(keys["GroupName"]), let description = text(keys["Description"]) else { return nil }
        let rules = SecurityGroupRules(ingress: ingress.flatMap(\.self), egress: egress.flatMap(\.self))
        return SecurityGroup(name: name, description: description, rules: rules)
    }

    /// A rule for each peer of the permission.
    private mutating func permission(_ node: YAMLNode) -> [SecurityGroupRule]? {
        let optional = ["FromPort", "ToPort", "IpRanges", "Ipv6Ranges", "UserIdGroupPairs"]
        guard let keys = fields(of: node, "a permission", required: ["IpProtocol"], optional: optional),
            let ipProtocol = text(keys["IpProtocol"])
        else { return nil }
        let ports = ["FromPort", "ToPort"].map { integer(keys[$0], "a port", in: -1...65535) }
        let peers =
            peers(keys["IpRanges"], ["CidrIp": SecurityGroupPeer.ipv4])
            + peers(keys["Ipv6Ranges"], ["CidrIpv6": SecurityGroupPeer.ipv6])
            + peers(
                keys["UserIdGroupPairs"],
                ["GroupName": SecurityGroupPeer.groupName, "GroupId": SecurityGroupPeer.groupID]
            )
        return peers.map { peer, description in
            SecurityGroupRule(
                ipProtocol: ipProtocol,
                fromPort: ports[0],
                toPort: ports[1],
                peer: peer,
                description: description
            )
        }
    }

    /// The peers of a list, each under one of the keys of `kinds`, with their descriptions.
    private mutating func peers(
        _ node: YAMLNode?,
        _ kinds: KeyValuePairs<String, (String) -> SecurityGroupPeer>
    ) -> [(SecurityGroupPeer, String)] {
        let names = kinds.map(\.key)
        return list(node) { reader, item in
            guard let keys = reader.fields(of: item, "a peer", required: [], optional: names + ["Description"]) else {
                return nil
            }
            let peers = kinds.compactMap { key, kind in reader.text(keys[key]).map(kind) }
            guard peers.count == 1 else {
                reader.report("wrong-peer", at: item, "a peer has one of \(names.joined(separator: ", "))")
                return nil
            }
            return (peers[0], reader.text(keys["Description"]) ?? "")
        } ?? []
    }
}
