import Emitters
import Foundation
import Policy
import TestSupport
import Testing

/// OpenStack's own opinion of what is emitted: a Neutron server that makes the groups, and Heat's engine.
@Suite(.needsOpenStack) struct OpenStackServerTests {
    /// A rule as Neutron lists it.
    struct Listed: Decodable, Hashable {
        let direction: String
        let ethertype: String
        let `protocol`: String?
        let port_range_min: Int?
        let port_range_max: Int?
        let remote_ip_prefix: String?
        let description: String?
    }

    struct Applied: Decodable {
        let status: Int
        let rules: [Listed]
    }

    @Test(arguments: TerraformTests.policies)
    func `Neutron makes the group, and lists exactly its rules`(sample: SamplePolicy) throws {
        let document = try OpenStackEmitter(name: .standard).emitNeutron(sample.policy).text
        let applied = try Self.apply(document)
        #expect(applied.status == 201)
        let wanted = try NeutronEvaluator(document).rules.map(Listed.init)
        #expect(Set(applied.rules) == Set(wanted + (sample.policy.egress == nil ? Self.defaultEgress : [])))
        #expect(applied.rules.count == wanted.count + (sample.policy.egress == nil ? 2 : 0))
    }

    @Test(arguments: [(37, 201), (38, 409)])
    func `as many rules as we let pass are as many as a new project takes`(administrators: Int, status: Int) throws {
        var policy = SamplePolicies.crowd(administrators)
        policy.guards.append(
            AdministratorGuard(
                TransportPorts(.tcp, SamplePolicies.ports(2222)),
                from: SamplePolicies.addresses("192.0.2.1")
            )
        )
        let document = try OpenStackEmitter(name: .standard, quota: 1000).emitNeutron(policy).text
        #expect(try NeutronEvaluator(document).rules.count == (status == 201 ? 94 : 96))
        #expect(try Self.apply(document).status == status)
        let isEmitted = (try? OpenStackEmitter(name: .standard).emitNeutron(policy)) != nil
        #expect(isEmitted == (status == 201))
    }

    @Test func `what our check refuses, Neutron does too, or takes as something else`() throws {
        let rules = NeutronRuleCheckTests.wrong.map { JSONValue.object($0.rule.members) }
        let result = try OpenStackTools.run("neutron-api.py", ["try"], input: JSONValue.array(rules).document)
        let statuses = try JSONDecoder().decode([Int].self, from: Data(result.outputBytes))
        let taken = zip(NeutronRuleCheckTests.wrong, statuses).filter { $0.1 == 201 }.map(\.0.what)
        #expect(
            taken == [
                "an unknown family", "bits right of the prefix, which Neutron takes",
                "a single address without its length",
            ]
        )
    }

    @Test(arguments: TerraformTests.policies) func `Heat's engine finds the template valid`(sample: SamplePolicy) throws
    {
        let template = try OpenStackEmitter(name: .standard).emitHeat(sample.policy).text
        let result = try OpenStackTools.run("heat-validate.py", input: template)
        #expect(result.succeeded, "\(result.errors.suffix(500))")
    }

    @Test(arguments: [("port_range_min: 22", "port_range_min: 70000"), ("\"IPv4\"", "\"IPv5\""), ("/24\"", "/40\"")])
    func `Heat's engine refuses a template with a wrong value`(right: String, wrong: String) throws {
        let template = try OpenStackEmitter(name: .standard).emitHeat(SamplePolicies.apim).text
        #expect(template.contains(right))
        let result = try OpenStackTools.run("heat-validate.py", input: template.replacing(right, with: wrong))
        #expect(result.errors.contains("not valid: Property error"))
    }

    private static let defaultEgress = ["IPv4", "IPv6"].map { family in
        Listed(
            direction: "egress",
            ethertype: family,
            protocol: nil,
            port_range_min: nil,
            port_range_max: nil,
            remote_ip_prefix: nil,
            description: nil
        )
    }

    private static func apply(_ document: String) throws -> Applied {
        let result = try OpenStackTools.run("neutron-api.py", ["apply"], input: document)
        try #require(result.succeeded, "\(result.errors.suffix(500))")
        return try JSONDecoder().decode(Applied.self, from: Data(result.outputBytes))
    }
}

extension OpenStackServerTests.Listed {
    init(_ rule: NeutronEvaluator.Rule) {
        self.init(
            direction: rule.direction,
            ethertype: rule.ethertype,
            protocol: rule.protocol,
            port_range_min: rule.port_range_min,
            port_range_max: rule.port_range_max,
            remote_ip_prefix: rule.remote_ip_prefix,
            description: rule.description
        )
    }
}
