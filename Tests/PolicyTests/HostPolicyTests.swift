import Policy
import Testing

@Suite struct HostPolicyTests {
    private typealias Sample = DecisionSamples

    @Test func `sources are in the audiences' order, with a marked default for each that is missing`() {
        let sources = Sample.policy.sources
        #expect(sources.map(\.audience) == Audience.allCases)
        #expect(sources.filter { !$0.isDefault }.map(\.audience) == [.admins, .cluster])
        #expect(Sample.policy.addresses(of: .monitoring) == .privateRanges)
        #expect(Sample.policy.addresses(of: .clients) == .everything)
    }

    @Test func `services are in the order of their ports`() {
        #expect(Sample.policy.services == [Sample.hazelcast, Sample.gateway, Sample.https, Sample.discovery])
    }

    @Test func `a service has each audience once, in their order`() {
        #expect(Sample.service("x", .tcp, 1, [.cluster, .admins, .cluster]).audiences == [.admins, .cluster])
    }

    @Test(arguments: [(0, "9443"), (1, "9443+1"), (10, "9443+10")])
    func `the arithmetic of a port shows its offset`(offset: Int, text: String) {
        var service = Sample.https
        service.offset = offset
        #expect(service.arithmetic == text)
    }

    /// Each of them changes what the kernel enforces or shows.
    private static let changes: [(String, @Sendable (inout HostPolicy) -> Void)] = [
        ("a service less", { $0.services.removeLast() }),
        ("a port", { $0.services[0].ports = Sample.ports(4000, 4010) }),
        ("a transport", { $0.services[0].transport = .udp }),
        ("an audience", { $0.services[0].audiences = [.cluster, .components] }),
        ("a runtime's name", { $0.services[0].runtime = "si" }),
        ("an id", { $0.services[0].id = "other" }),
        ("an offset", { $0.services[0].offset = 3 }),
        ("a summary", { $0.services[0].summary = "other" }),
        ("a source", { $0.sources[1].addresses.v4 = IntervalSet([1...2]) }),
        ("an IPv6 source", { $0.sources[1].addresses.v6 = IntervalSet([1...2]) }),
        ("a default", { $0.sources[1].isDefault = true }),
        ("a guard less", { $0.guards = [] }),
        ("a guard's addresses", { $0.guards[0].addresses = AddressSet() }),
        ("the scope", { $0.scope = .product(fenced: []) }),
        ("a fenced port", { $0.scope = .product(fenced: [TransportPorts(.tcp, .ssh)]) }),
        ("an interface", { $0.interfaces = ["eth0"].compactMap { InterfaceName($0) } }),
        ("a multicast group", { $0.multicastGroups = [HostEssentials.allHosts] }),
        ("fenced output", { $0.egress = [] }),
        ("a destination", { $0.egress = [EgressGroup(name: "a", destinations: .everything, services: [])] }),
        ("another destination", { $0.egress = [EgressGroup(name: "b", destinations: .everything, services: [])] }),
    ]

    @Test func `whatever the kernel enforces or shows changes the digest`() {
        let digests = Self.changes.map { _, change in
            var policy = Sample.policy
            change(&policy)
            return policy.digest
        }
        #expect(Set(digests + [Sample.policy.digest]).count == Self.changes.count + 1)
    }

    @Test func `the title and the notes don't change the digest`() {
        var policy = Sample.policy
        policy.title = "other"
        policy.notes = ["other"]
        #expect(policy.digest == Sample.policy.digest)
    }

    @Test func `the digest is the same in every process`() {
        #expect(
            HostPolicy(title: "", services: []).digest
                == "675d0f06f64a64647d1011355778403268a032ed38db7d8481fc491390ca03bb"
        )
    }
}
