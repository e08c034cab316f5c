import Policy
import RulesEngine
import Testing

@Suite struct EgressTests {
    private func egress(_ runtimes: [SelectedRuntime], _ change: (inout Selection) -> Void = { _ in }) throws
        -> [EgressGroup]
    {
        let host = try SampleCatalog.engine.resolve(
            selection(runtimes) {
                $0.fencesEgress = true
                change(&$0)
            }
        )
        return host.policy.egress ?? []
    }

    @Test func `output isn't fenced unless asked`() throws {
        let host = try SampleCatalog.engine.resolve(selection([SelectedRuntime(name: "shop")]))
        #expect(host.policy.egress == nil)
    }

    @Test func `a role connects to the ports of the roles that it calls, at its own offset`() throws {
        let groups = try egress([SelectedRuntime(name: "shop", offset: 1, role: "front")])
        #expect(groups.map(\.name) == ["components"])
        #expect(groups[0].services.map(\.target.description) == ["9444/tcp", "9612/tcp"])
        #expect(groups[0].destinations == .privateRanges)
    }

    @Test func `a cluster connects to its peers and its multicast groups`() throws {
        let groups = try egress([SelectedRuntime(name: "shop", clustering: "shout")])
        #expect(groups[0].name == "cluster")
        #expect(groups[0].services.map(\.target.description) == ["4000/tcp", "45564/udp"])
        #expect(groups[0].destinations.contains(try #require(IPAddress("224.2.2.3"))))
    }

    @Test func `an outbound port is open to its audience's addresses`() throws {
        let brokers = AddressSet([try CIDR("10.0.8.0/24")])
        let groups = try egress([SelectedRuntime(name: "store")]) { $0.sources[.components] = brokers }
        let broker = try #require(groups.first { $0.name == "store-broker" })
        #expect(broker.destinations == brokers)
        #expect(broker.services.map(\.target.description) == ["9092/tcp"])
    }

    @Test func `where peers are named, they have no addresses but those that were given`() throws {
        var named = selection([SelectedRuntime(name: "shop", role: "front", clustering: "list")]) {
            $0.fencesEgress = true
            $0.namesPeers = true
        }
        let alone = try SampleCatalog.engine.resolve(named).policy
        #expect(alone.addresses(of: .components).isEmpty)
        #expect(alone.addresses(of: .admins) == .privateRanges)
        #expect(alone.sources.first { $0.audience == .cluster }?.peers?.nodes == ["cluster"])
        #expect(alone.egress?.map(\.nodes) == [["cluster"], ["components"]])
        #expect(alone.egress?.allSatisfy(\.destinations.isEmpty) == true)
        #expect(alone.notes.allSatisfy { !$0.contains("components") && !$0.contains("cluster") })
        let outside = AddressSet([try CIDR("10.7.0.0/16")])
        named.sources[.components] = outside
        let policy = try SampleCatalog.engine.resolve(named).policy
        #expect(policy.addresses(of: .components) == outside)
        #expect(policy.egress?.first { $0.name == "components" }?.destinations == outside)
    }
}
