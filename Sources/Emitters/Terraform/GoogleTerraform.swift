package import Policy

extension GoogleCloudEmitter {
    /// The rules for the provider `hashicorp/google`, each a resource called as it is in Google Cloud.
    ///
    /// - Throws: What Google Cloud can't express, or wouldn't take.
    package func emitTerraform(_ policy: HostPolicy) throws(InvalidInput) -> CloudDocument {
        let cloud = try CloudPolicy(policy, for: "terraform")
        let rules = try rules(for: cloud)
        let configuration = TerraformConfiguration(
            provider: ("google", "hashicorp/google", ">= 4.0"),
            resources: [("google_compute_firewall", rules.map { ($0.name, $0.resource) })],
            outputs: []
        )
        return CloudDocument(text: configuration.json.compactDocument, notes: cloud.notes + notes)
    }
}

extension GoogleFirewall {
    fileprivate var resource: JSONValue {
        let layer4: JSONValue = .object([
            ("protocol", .string(ipProtocol)), ("ports", ports.isEmpty ? nil : .strings(ports)),
        ])
        return .object([
            ("name", .string(name)),
            ("description", .string(description)),
            ("network", .string(network)),
            ("direction", .string(direction.rawValue)),
            ("priority", .integer(priority)),
            (direction == .ingress ? "source_ranges" : "destination_ranges", .strings(ranges)),
            (access == .allowed ? "allow" : "deny", .array([layer4])),
            (targets.terraformArgument, .strings(targets.names)),
        ])
    }
}

extension GoogleTargets {
    fileprivate var terraformArgument: String {
        switch self {
        case .tags: "target_tags"
        case .serviceAccounts: "target_service_accounts"
        }
    }
}
