import Emitters
import Foundation
import Policy
import TestSupport
import Testing

/// A rule's key, and whatever makes Terraform destroy it, depend on its own port and block alone: neighbours that come change nothing.
@Suite struct TerraformKeyTests {
    /// Terraform's resources for rules, by type and key, with the arguments whose change makes another rule of it.
    private static func rules(_ text: String) throws -> [String: [String]] {
        let document = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        let types = document?["resource"] as? [String: [String: [String: Any]]] ?? [:]
        let rigid = [
            "priority", "direction", "protocol", "port_range_min", "port_range_max", "remote_ip_prefix", "ethertype",
            "from_port",
            "to_port", "cidr_ipv4", "cidr_ipv6", "name", "network",
        ]
        return types.reduce(into: [:]) { rules, type in
            let isOpenStack = type.key.hasPrefix("openstack")
            for (key, members) in type.value where type.key.contains("rule") || type.key.contains("firewall") {
                let names = rigid + (isOpenStack ? ["description"] : [])
                rules["\(type.key).\(key)"] = names.map { "\(members[$0] ?? "")" }
            }
        }
    }

    @Test(arguments: [
        SampleEmitter("aws") { deployment in
            let emitter = AWSEmitter(limits: SecurityGroupLimits(rules: 10_000, groups: 1), merges: false)
            return try AWSTerraform.configuration(emitter.groups(deployment, for: "terraform"))
        },
        SampleEmitter("azurerm") {
            try AzureEmitter(limits: AzureLimits([.addresses: 100_000])).emitTerraform($0).text
        },
        SampleEmitter("google") {
            try GoogleCloudEmitter(limits: GoogleLimits([.rules: 10_000])).emitTerraform($0).text
        },
        SampleEmitter("openstack") {
            try OpenStackEmitter(limits: NeutronLimits([.rules: 10_000])).emitTerraform($0).text
        },
    ])
    func `a port or a block that comes leaves every other rule as it is, for random edits`(emitter: SampleEmitter)
        throws
    {
        var random = SeededGenerator(seed: 81)
        var (policy, compared) = (SamplePolicies.apim, 0)
        let start = policy
        for _ in 0..<150 {
            let old = try? Self.rules(emitter.emit(CloudDeployment(policy)))
            if policy.services.count > 24 { policy = start }
            let before = policy
            try Self.add(to: &policy, &random)
            guard let old, let new = try? Self.rules(emitter.emit(CloudDeployment(policy))) else {
                // Two rules of Azure met, which Terraform refuses.
                policy = before.services.count > 20 ? start : before
                continue
            }
            compared += 1
            for (key, rule) in old { #expect(new[key] == rule, "\(key)") }
        }
        #expect(compared > 60)
    }

    /// A port beside one that is there, an audience more for a port, or a block beside one that is there.
    private static func add(to policy: inout HostPolicy, _ random: inout SeededGenerator) throws {
        switch Int.random(in: 0..<3, using: &random) {
        case 0:
            guard let service = policy.services.randomElement(using: &random) else { return }
            let port = Int(service.ports.upper) + 1
            let audiences = service.audiences
            guard port < 65535, !policy.services.contains(where: { Int($0.ports.lower) == port }) else { return }
            policy = HostPolicy(
                title: policy.title,
                services: policy.services + [SamplePolicies.service("new\(port)", port, for: audiences, "beside it")],
                sources: policy.sources,
                guards: policy.guards,
                egress: policy.egress
            )
        case 1:
            let index = Int.random(in: policy.services.indices, using: &random)
            let audience = [Audience.admins, .components, .monitoring].randomElement(using: &random) ?? .admins
            if !policy.services[index].audiences.contains(audience) {
                policy.services[index].audiences.append(audience)
            }
        default:
            let index = Int.random(in: policy.sources.indices, using: &random)
            guard !policy.sources[index].isDefault else { return }
            let neighbour = try CIDR("10.9.\(Int.random(in: 0..<4, using: &random)).0/24")
            policy.sources[index].addresses = policy.sources[index].addresses.union(AddressSet([neighbour]))
        }
    }
}
