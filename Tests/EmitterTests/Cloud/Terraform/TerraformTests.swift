import Emitters
import Foundation
import Policy
import TestSupport
import Testing

@Suite struct TerraformTests {
    static let policies: [SamplePolicy] = {
        var fenced = SamplePolicies.everything
        (fenced.interfaces, fenced.multicastGroups) = ([], [])
        return [SamplePolicy("apim", SamplePolicies.apim), SamplePolicy("everything", fenced)]
    }()

    @Test(.needs(terraformSchema: "azurerm"), arguments: policies)
    func `the provider azurerm has a word for all of it`(sample: SamplePolicy) throws {
        let text = try AzureEmitter(name: .standard).emitTerraform(sample.policy).text
        #expect(try TerraformSchema("azurerm").problems(in: text) == [])
    }

    @Test(.needs(terraformSchema: "google"), arguments: policies)
    func `the provider google has a word for all of it`(sample: SamplePolicy) throws {
        let text = try GoogleCloudEmitter(name: .standard).emitTerraform(sample.policy).text
        #expect(try TerraformSchema("google").problems(in: text) == [])
    }

    @Test(.needs(terraformSchema: "openstack"), arguments: policies)
    func `the provider openstack has a word for all of it`(sample: SamplePolicy) throws {
        let text = try OpenStackEmitter(name: .standard).emitTerraform(sample.policy).text
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

    @Test(arguments: policies) func `every rule is a resource with the rule's own values`(sample: SamplePolicy) throws {
        let cloud = try CloudPolicy(sample.policy, for: "terraform")
        let azure = AzureEmitter(name: .standard)
        let priorities = try resources(azure.emitTerraform(sample.policy).text, "azurerm_network_security_rule")
            .mapValues { $0["priority"] as? Int }
        #expect(
            priorities == Dictionary(uniqueKeysWithValues: try azure.rules(for: cloud).map { ($0.name, $0.priority) })
        )
        let google = GoogleCloudEmitter(name: .standard)
        let ranges = try resources(google.emitTerraform(sample.policy).text, "google_compute_firewall")
            .mapValues { ($0["source_ranges"] ?? $0["destination_ranges"]) as? [String] }
        #expect(ranges == Dictionary(uniqueKeysWithValues: try google.rules(for: cloud).map { ($0.name, $0.ranges) }))
        let openStack = OpenStackEmitter(name: .standard)
        let ports = try resources(openStack.emitTerraform(sample.policy).text, "openstack_networking_secgroup_rule_v2")
            .mapValues { $0["port_range_max"] as? Int }
        #expect(
            ports
                == Dictionary(
                    uniqueKeysWithValues: try openStack.rules(for: cloud).map { ($0.key, $0.ports.upperBound) }
                )
        )
    }

    @Test func `only with fenced egress does a new group of OpenStack lose its default rules`() throws {
        var policy = SamplePolicies.apim
        let group = { (policy: HostPolicy) throws in
            try resources(
                OpenStackEmitter(name: .standard).emitTerraform(policy).text,
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
