import Emitters
import Policy
import TestSupport
import Testing

@Suite struct CloudPolicyTests {
    @Test func `a cloud's policy allows what the host's does, for random policies`() throws {
        var random = RandomPolicies(seed: 11)
        var equivalence = CloudEquivalence()
        for _ in 0..<RandomPolicies.count {
            let policy = random.cloudPolicy()
            equivalence.compare(policy, with: try CloudPolicy(policy, for: "aws"))
        }
        #expect(equivalence.wronglyAccepted == [])
        #expect(equivalence.wronglyDropped == [])
        #expect(equivalence.connections > 100 * RandomPolicies.count)
    }

    @Test func `everything that no cloud can express is refused at once`() throws {
        var policy = HostPolicy(title: "all", services: [], scope: .product(fenced: []))
        policy.multicastGroups = [IPv4Address(bits: 0xE000_0004)]
        policy.interfaces = [try #require(InterfaceName("eth0"))]
        policy.rejects = true
        let refusal = #expect(throws: InvalidInput.self) { try CloudPolicy(policy, for: "gcp") }
        #expect(
            refusal?.findings.map(\.message) == [
                "gcp can't express multicast clustering", "gcp can't express --scope product",
                "gcp can't express --reject", "gcp can't express --interface",
            ]
        )
    }

    @Test func `neighbouring ports with the same sources become one rule, and keep every reason`() throws {
        let admins = Source(.admins, AddressSet([try CIDR("10.9.0.0/24")]))
        let policy = HostPolicy(
            title: "two",
            services: [
                SamplePolicies.service("one", 9443, for: [.admins], "one"),
                SamplePolicies.service("two", 9444, for: [.admins], "two"),
                SamplePolicies.service("far", 9446, for: [.admins], "far"),
            ],
            sources: [admins],
            guards: []
        )
        let cloud = try CloudPolicy(policy, for: "aws")
        #expect(cloud.ingress.map { "\($0.target)" } == ["9443-9444/tcp", "9446/tcp"])
        #expect(cloud.ingress.first?.reasons.count == 2)
        #expect(cloud.egress == nil)
    }

    @Test(arguments: [("10.0.0.0/9,10.128.0.0/9", "10.0.0.0/8"), ("10.0.0.1,10.0.0.2", "10.0.0.1/32 10.0.0.2/32")])
    func `addresses become the fewest blocks`(given: String, expected: String) throws {
        let addresses = AddressSet(try given.split(separator: ",").map { try CIDR($0) })
        #expect(addresses.v4Blocks.map(\.descriptionWithLength).joined(separator: " ") == expected)
    }
}

extension CloudPolicy: CloudEvaluator {
    func allowedPorts(
        _ direction: Packet.Direction,
        _ transport: Transport,
        peer: IPAddress
    ) -> [ClosedRange<UInt16>] {
        guard let rules = direction == .inbound ? ingress : egress else { return [1...65535] }
        return rules.filter { $0.target.transport == transport && $0.addresses.contains(peer) }
            .map { $0.target.ports.lower...$0.target.ports.upper }
    }
}
