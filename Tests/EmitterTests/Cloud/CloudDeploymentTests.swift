import Emitters
import Policy
import TestSupport
import Testing

@Suite struct CloudDeploymentTests {
    private static let nodes = SampleDeployment.nodes()
    private static let reversed = nodes.reversed().map { (name: $0.name, policy: $0.policy.reordered) }

    @Test(arguments: [
        SampleEmitter("aws") { try SecurityGroupDocument(groups: AWSEmitter().groups($0, for: "aws")).text },
        SampleEmitter("azure") { try AzureEmitter().emit($0).text },
        SampleEmitter("gcp") { try GoogleCloudEmitter().emit($0).text },
        SampleEmitter("openstack") { try OpenStackEmitter().emitHeat($0).text },
    ])
    func `the order of a policy file's nodes changes no byte`(emitter: SampleEmitter) throws {
        let text = try emitter.emit(CloudDeployment(Self.nodes))
        #expect(text.contains("carbonwall-cp") && text.contains("carbonwall-gw"))
        #expect(try emitter.emit(CloudDeployment(Self.reversed)) == text)
    }

    @Test func `a destination is called after its nodes, in whichever order they are`() throws {
        let hosts = try CloudDeployment(Self.nodes).hosts(for: "aws")
        let rule = try #require(hosts.first?.policy.egress?.first { $0.peers.groups == [.node("gw")] })
        #expect(rule.reasons == ["needed (gw)"])
    }

    @Test(arguments: [
        SampleEmitter("aws") { try SecurityGroupDocument(groups: AWSEmitter().groups($0, for: "aws")).text },
        SampleEmitter("azure") { try AzureEmitter().emit($0).text },
        SampleEmitter("gcp") { try GoogleCloudEmitter().emit($0).text },
        SampleEmitter("openstack") { try OpenStackEmitter().emitHeat($0).text },
    ])
    func `a node that is its own peer is named once where an audience comes from the group itself, too`(
        emitter: SampleEmitter
    ) throws {
        var deployment = CloudDeployment(Self.nodes)
        let text = try emitter.emit(deployment)
        deployment.audiences = [.cluster: [.itself]]
        #expect(try emitter.emit(deployment) == text)
    }

    @Test func `what no cloud can express is said of all nodes, each thing once`() {
        var fenced = SamplePolicies.bare
        fenced.scope = .product(fenced: [])
        let nodes = [
            (name: String?("a"), policy: SamplePolicies.multicast), (name: "b", policy: fenced),
            (name: "c", policy: fenced),
        ]
        let refusal = #expect(throws: InvalidInput.self) { try CloudDeployment(nodes).hosts(for: "azure") }
        let messages = refusal?.findings.map(\.message)
        #expect(messages == ["azure can't express multicast clustering", "azure can't express --scope product"])
    }
}

/// A cloud's emitter, for tables of tests.
struct SampleEmitter: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let emit: @Sendable (CloudDeployment) throws -> String

    init(_ name: String, _ emit: @escaping @Sendable (CloudDeployment) throws -> String) {
        testDescription = name
        self.emit = emit
    }
}
