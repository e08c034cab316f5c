import Policy
import YAMLReader

extension FieldReader {
    mutating func role(_ node: YAMLNode, known: [String]) -> RuntimeRole? {
        let values = fields(of: node, "a role", required: ["id", "description"], optional: ["fallback", "helm-chart"])
        let id = identifier(values?["id"])
        let description = text(values?["description"], maximum: RuntimeReader.Limit.line)
        let fallback = name(values?["fallback"], "role", among: known)
        let helmChart = identifier(values?["helm-chart"])
        guard let id, let description else { return nil }
        return RuntimeRole(id: id, description: description, fallback: fallback, helmChart: helmChart)
    }

    mutating func clusteringMode(_ node: YAMLNode) -> ClusteringMode? {
        let values = fields(
            of: node,
            "a clustering mode",
            required: ["id", "description"],
            optional: ["multicast-groups"]
        )
        let id = identifier(values?["id"])
        let description = text(values?["description"], maximum: RuntimeReader.Limit.line)
        let groups = list(values?["multicast-groups"]) { $0.multicastGroup($1) }
        guard let id, let description else { return nil }
        return ClusteringMode(id: id, description: description, multicastGroups: groups ?? [])
    }

    mutating func feature(_ node: YAMLNode) -> Feature? {
        let values = fields(of: node, "a feature", required: ["id", "description"], optional: ["enabled"])
        let id = identifier(values?["id"])
        let description = text(values?["description"], maximum: RuntimeReader.Limit.line)
        let enabled = flag(values?["enabled"])
        guard let id, let description else { return nil }
        return Feature(id: id, description: description, enabledByDefault: enabled ?? true)
    }

    private mutating func multicastGroup(_ node: YAMLNode) -> IPv4Address? {
        guard let text = text(node) else { return nil }
        guard let address = IPv4Address(text), 0xE000_0000...0xEFFF_FFFF ~= address.bits else {
            let message = "\(text.quotedForMessage) is no IPv4 multicast address"
            report("bad-address", at: node, message, hint: "they are 224.0.0.0 to 239.255.255.255")
            return nil
        }
        return address
    }
}

extension RuntimeRole {
    /// Whether its fallbacks never end.
    func fallsBackToItself(among roles: [RuntimeRole]) -> Bool {
        var current = fallback
        for _ in roles {
            guard let id = current else { return false }
            if id == self.id { return true }
            current = roles.first { $0.id == id }?.fallback
        }
        return false
    }
}
