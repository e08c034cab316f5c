import Emitters
import Foundation
import Policy
import TestSupport
import Testing

/// OpenStack's own opinion of what is emitted: a Neutron server that makes the groups, and Heat's engine.
@Suite(.needsOpenStack) struct OpenStackServerTests {
    /// A rule as Neutron lists it, with a group's name in the place of its id.
    struct Listed: Decodable, Hashable {
        let direction: String
        let ethertype: String
        let `protocol`: String?
        let port_range_min: Int?
        let port_range_max: Int?
        let remote_ip_prefix: String?
        let remote_group_id: String?
        let description: String?
    }

    struct Applied: Decodable {
        let status: Int
        /// By the groups' names.
        let groups: [String: [Listed]]
    }

    @Test(arguments: SampleCloud.all)
    func `Neutron makes the groups, and lists exactly their rules`(sample: SampleCloud) throws {
        let emitter = OpenStackEmitter()
        let groups = try emitter.groups(for: emitter.hosts(of: sample.deployment, for: "openstack"), sample.deployment)
        let applied = try Self.apply(emitter.emitNeutron(sample.deployment).text)
        #expect(applied.status == 201)
        #expect(applied.groups.keys.sorted() == groups.map(\.name).sorted())
        for group in groups {
            let wanted = group.rules.map(Listed.init) + (group.fencesEgress ? [] : Self.defaultEgress)
            let listed = try #require(applied.groups[group.name])
            #expect(Set(listed) == Set(wanted))
            #expect(listed.count == wanted.count)
        }
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
        let document = try OpenStackEmitter(limits: NeutronLimits([.rules: 1000])).emitNeutron(CloudDeployment(policy))
            .text
        #expect(try NeutronEvaluator(document).rules.count == (status == 201 ? 94 : 96))
        #expect(try Self.apply(document).status == status)
        let isEmitted = (try? OpenStackEmitter().emitNeutron(CloudDeployment(policy))) != nil
        #expect(isEmitted == (status == 201))
    }

    @Test func `what our check refuses, Neutron does too, or takes as something else`() throws {
        let rules = NeutronRuleCheckTests.wrong.map { JSONValue.object($0.rule.members($0.rule.peer.member)) }
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

    @Test(arguments: SampleCloud.all) func `Heat's engine finds the template valid`(sample: SampleCloud) throws {
        let template = try OpenStackEmitter().emitHeat(sample.deployment).text
        let result = try OpenStackTools.run("heat-validate.py", input: template)
        #expect(result.succeeded, "\(result.errors.suffix(500))")
    }

    @Test(arguments: [("port_range_min: 22", "port_range_min: 70000"), ("\"IPv4\"", "\"IPv5\""), ("/24\"", "/40\"")])
    func `Heat's engine refuses a template with a wrong value`(right: String, wrong: String) throws {
        let template = try OpenStackEmitter().emitHeat(CloudDeployment(SamplePolicies.apim)).text
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
            remote_group_id: nil,
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
    init(_ rule: NeutronRule) {
        let (prefix, group): (String?, String?) =
            switch rule.peer {
            case .prefix(let text): (text, nil)
            case .group(let text): (nil, text)
            }
        self.init(
            direction: rule.direction.rawValue,
            ethertype: rule.etherType,
            protocol: rule.networkProtocol,
            port_range_min: rule.ports.lowerBound,
            port_range_max: rule.ports.upperBound,
            remote_ip_prefix: prefix,
            remote_group_id: group,
            description: rule.description
        )
    }
}
