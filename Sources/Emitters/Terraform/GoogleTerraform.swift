package import Policy

extension GoogleCloudEmitter {
    /// The rules for the provider `hashicorp/google`, each a resource called as it is in Google Cloud.
    ///
    /// - Throws: What Google Cloud can't express, or wouldn't take.
    package func emitTerraform(_ deployment: CloudDeployment) throws(InvalidInput) -> CloudDocument {
        let hosts = try hosts(of: deployment, for: "terraform")
        let rules = try rules(for: hosts, deployment)
        let configuration = TerraformConfiguration(
            provider: ("google", "hashicorp/google", ">= 4.0"),
            resources: [("google_compute_firewall", rules.map { ($0.name, $0.resource) })],
            outputs: []
        )
        return CloudDocument(text: configuration.json.compactDocument, notes: notes(hosts, deployment))
    }
}

extension GoogleFirewall {
    /// The network's name alone unless it names its project: the provider finds a difference to `global/networks/NAME` at every plan.
    private var terraformNetwork: String {
        let prefix = "global/networks/"
        return network.hasPrefix(prefix) ? String(network.dropFirst(prefix.utf8.count)) : network
    }

    fileprivate var resource: JSONValue {
        let layer4: JSONValue = .object([
            ("protocol", .string(ipProtocol)), ("ports", ports.isEmpty ? nil : .strings(ports)),
        ])
        return .object([
            ("name", .string(name)),
            ("description", .string(description)),
            ("network", .string(terraformNetwork)),
            ("direction", .string(direction.rawValue)),
            ("priority", .integer(priority)),
            (peers.terraformArgument(direction), .strings(peers.names)),
            (access == .allowed ? "allow" : "deny", .array([layer4])),
            ("target_\(targets.terraformKind)", .strings(targets.names)),
        ])
    }
}

extension GooglePeers {
    fileprivate func terraformArgument(_ direction: GoogleFirewall.Direction) -> String {
        switch (self, direction) {
        case (.ranges, .ingress): "source_ranges"
        case (.ranges, .egress): "destination_ranges"
        case (.machines(let machines), _): "source_\(machines.terraformKind)"
        }
    }
}

extension GoogleMachines {
    fileprivate var terraformKind: String {
        switch self {
        case .tags: "tags"
        case .serviceAccounts: "service_accounts"
        }
    }
}
