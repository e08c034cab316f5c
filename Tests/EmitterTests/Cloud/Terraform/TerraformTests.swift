@testable import Emitters
import Foundation
import Policy
import TestSupport
import Testing

/// A deployment, or one host, for tables of tests.
struct SampleCloud: CustomTestStringConvertible {
    let testDescription: String
    let deployment: CloudDeployment

    /// Hosts whose output is fenced or isn't, and nodes that name each other.
    static let all: [SampleCloud] = {
        var fenced = SamplePolicies.everything
        (fenced.interfaces, fenced.multicastGroups) = ([], [])
        return [
            SampleCloud(testDescription: "apim", deployment: CloudDeployment(SamplePolicies.apim)),
            SampleCloud(testDescription: "everything", deployment: CloudDeployment(fenced)),
            SampleCloud(testDescription: "nodes", deployment: CloudDeployment(SampleDeployment.nodes())),
        ]
    }()
}

@Suite struct TerraformTests {
    @Test(.needs(terraformSchema: "azurerm"), arguments: SampleCloud.all)
    func `the provider azurerm has a word for all of it`(sample: SampleCloud) throws {
        let text = try AzureEmitter().emitTerraform(sample.deployment).text
        #expect(try TerraformSchema("azurerm").problems(in: text) == [])
    }

    @Test(.needs(terraformSchema: "google"), arguments: SampleCloud.all)
    func `the provider google has a word for all of it`(sample: SampleCloud) throws {
        let text = try GoogleCloudEmitter().emitTerraform(sample.deployment).text
        #expect(try TerraformSchema("google").problems(in: text) == [])
    }

    @Test(.needs(terraformSchema: "openstack"), arguments: SampleCloud.all)
    func `the provider openstack has a word for all of it`(sample: SampleCloud) throws {
        let text = try OpenStackEmitter().emitTerraform(sample.deployment).text
        #expect(try TerraformSchema("openstack").problems(in: text) == [])
    }

    @Test(.needs(terraformSchema: "google"))
    func `an unknown argument, a missing one and one of another type are noticed`() throws {
        let rule = #"{"name": 1, "source_range": ["10.0.0.0/8"]}"#
        let text = #"{"resource": {"google_compute_firewall": {"a": \#(rule)}}}"#
        #expect(
            try TerraformSchema("google").problems(in: text).sorted() == [
                "google_compute_firewall.a has no source_range", "google_compute_firewall.a lacks network",
                "google_compute_firewall.a.name is no text",
            ]
        )
    }

    @Test(arguments: SampleCloud.all) func `every rule of Azure is a resource of its own`(sample: SampleCloud) throws {
        let emitter = AzureEmitter()
        let groups = try emitter.groups(for: emitter.hosts(of: sample.deployment, for: "terraform"), sample.deployment)
        let text = try emitter.emitTerraform(sample.deployment).text
        let resources = try resources(text, "azurerm_network_security_rule").mapValues { rule in
            let sides = ["source", "destination"].map { side in
                rule["\(side)_application_security_group_ids"] as? [String]
                    ?? Self.texts(rule, "\(side)_address_prefix", "\(side)_address_prefixes")
            }
            return
                "\(rule["priority"] ?? "") \(Self.texts(rule, "destination_port_range", "destination_port_ranges")) \(sides)"
        }
        let wanted = groups.flatMap { group in
            group.rules.map { rule in
                let sides = [rule.source, rule.destination].map { side in
                    side.group.map { ["${azurerm_application_security_group.\($0).id}"] } ?? side.prefixes
                }
                return ("\(group.name)_\(rule.name)", "\(rule.priority) \(rule.ports) \(sides)")
            }
        }
        #expect(resources == Dictionary(uniqueKeysWithValues: wanted))
        let made = try self.resources(text, "azurerm_application_security_group").keys.sorted()
        #expect(made == groups.compactMap(\.applicationGroup).sorted())
    }

    @Test(arguments: SampleCloud.all) func `every rule of Google Cloud is a resource of its own`(sample: SampleCloud)
        throws
    {
        let emitter = GoogleCloudEmitter()
        let hosts = try emitter.hosts(of: sample.deployment, for: "terraform")
        let peers = try resources(emitter.emitTerraform(sample.deployment).text, "google_compute_firewall").mapValues {
            ($0["source_ranges"] ?? $0["destination_ranges"] ?? $0["source_tags"]) as? [String]
        }
        let wanted = try emitter.rules(for: hosts, sample.deployment).map { ($0.name, $0.peers.names) }
        #expect(peers == Dictionary(uniqueKeysWithValues: wanted))
    }

    @Test(arguments: SampleCloud.all) func `every rule of OpenStack is a resource of its own`(sample: SampleCloud)
        throws
    {
        let emitter = OpenStackEmitter()
        let groups = try emitter.groups(for: emitter.hosts(of: sample.deployment, for: "terraform"), sample.deployment)
        let text = try emitter.emitTerraform(sample.deployment).text
        let rules = try resources(text, "openstack_networking_secgroup_rule_v2").mapValues { rule in
            let peer = (rule["remote_ip_prefix"] ?? rule["remote_group_id"]) as? String ?? ""
            return "\(rule["port_range_max"] ?? "") \(peer) \(rule["security_group_id"] ?? "")"
        }
        let wanted = groups.flatMap { group in
            group.rules.map { rule in
                let peer = if case .group(let name) = rule.peer { Self.groupID(name) } else { rule.peer.text }
                return ("\(group.name)_\(rule.key)", "\(rule.ports.upperBound) \(peer) \(Self.groupID(group.name))")
            }
        }
        #expect(rules == Dictionary(uniqueKeysWithValues: wanted))
    }

    private static func groupID(_ name: String) -> String { "${openstack_networking_secgroup_v2.\(name).id}" }

    private static func texts(_ rule: [String: Any], _ single: String, _ several: String) -> [String] {
        rule[several] as? [String] ?? [rule[single] as? String].compactMap(\.self)
    }

    @Test func `only with fenced egress does a new group of OpenStack lose its default rules`() throws {
        var policy = SamplePolicies.apim
        let group = { (policy: HostPolicy) throws in
            try resources(
                OpenStackEmitter().emitTerraform(CloudDeployment(policy)).text,
                "openstack_networking_secgroup_v2"
            )
        }
        #expect(try group(policy)["carbonwall"]?["delete_default_rules"] == nil)
        policy.egress = []
        #expect(try group(policy)["carbonwall"]?["delete_default_rules"] as? Bool == true)
    }

    private func resources(_ text: String, _ type: String) throws -> [String: [String: Any]] {
        let document = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        let types = document?["resource"] as? [String: [String: Any]]
        return (types?[type] ?? [:]).compactMapValues { $0 as? [String: Any] }
    }
}
