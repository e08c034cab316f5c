import Policy
import RulesEngine
import Testing

@Suite struct DeploymentTests {
    private func deployment(_ text: String = PolicyFileTests.valid, _ options: Selection = Selection(runtimes: []))
        throws -> Deployment
    {
        try Deployment(
            PolicyFile(parsing: Array(text.utf8), name: "p.yaml"),
            options: options,
            engine: SampleCatalog.engine
        )
    }

    private func addresses(_ texts: String...) throws -> AddressSet {
        AddressSet(try texts.map { try CIDR($0) })
    }

    @Test func `components are the machines that call the node, not the private ranges`() throws {
        let back = try deployment().resolve(node: "back").policy
        #expect(
            back.addresses(of: .components)
                == (try addresses("10.0.1.11", "10.0.1.12", "10.0.2.11", "10.0.3.11", "fd00::2"))
        )
        #expect(back.addresses(of: .admins) == (try addresses("10.9.0.0/24")))
    }

    @Test func `a port that no node calls is closed to components`() throws {
        let front = try deployment().resolve(node: "front")
        let console = try #require(front.policy.services.first { $0.id == "console" })
        #expect(console.audiences == [.admins])
        let books = try #require(front.closedPorts.first { $0.port.service.id == "books" })
        #expect(books.reason == .nobodyConnects)
    }

    @Test func `cluster peers are the clustered nodes of the same runtime`() throws {
        #expect(
            try deployment().resolve(node: "back").policy.addresses(of: .cluster)
                == (try addresses("10.0.2.11", "fd00::2"))
        )
    }

    @Test func `peers are known by their nodes, too, apart from the addresses that were given`() throws {
        var options = Selection(runtimes: [])
        options.sources[.components] = try addresses("10.7.0.0/16")
        let hosts = try deployment(PolicyFileTests.valid, options).resolveAll()
        #expect(hosts.count == 3)
        let back = try #require(hosts.first).policy
        let components = try #require(back.sources.first { $0.audience == .components })
        #expect(components.peers == PeerNodes(nodes: ["back", "depot", "front"], others: try addresses("10.7.0.0/16")))
        #expect(back.sources.first { $0.audience == .cluster }?.peers?.nodes == ["back"])
        #expect(back.sources.first { $0.audience == .admins }?.peers == nil)
    }

    @Test func `a file whose nodes stand in another order gives the same hosts`() throws {
        var options = Selection(runtimes: [])
        options.fencesEgress = true
        var file = try deployment(PolicyFileTests.valid, options).file
        let policies = try deployment(PolicyFileTests.valid, options).resolveAll().map(\.policy)
        file.nodes.reverse()
        file.links.reverse()
        for place in file.nodes.indices { file.nodes[place].runtimes.reverse() }
        let turned = try Deployment(file, options: options, engine: SampleCatalog.engine).resolveAll()
        #expect(turned.map(\.policy) == policies)
    }

    @Test func `what a node connects to is known by the nodes there`() throws {
        var options = Selection(runtimes: [])
        options.fencesEgress = true
        let front = try deployment(PolicyFileTests.valid, options).resolve(node: "front").policy
        for group in try #require(front.egress) where !group.nodes.isEmpty {
            let nodes = try PolicyFile(parsing: Array(PolicyFileTests.valid.utf8), name: "p.yaml").nodes
            let machines = nodes.filter { group.nodes.contains($0.name) }.map(\.addresses)
            #expect(group.destinations == AddressSet(unionOf: machines))
        }
        #expect(front.egress?.contains { $0.nodes == ["back"] } == true)
    }

    @Test func `an outbound port leads to the addresses that were given, not to the machines that call the node`()
        throws
    {
        var options = Selection(runtimes: [])
        options.fencesEgress = true
        let text = """
            version: 1
            nodes:
              depot: { addresses: [10.0.3.11], runtimes: [{ name: store }] }
              front: { addresses: [10.0.1.11], runtimes: [{ name: shop, role: front }] }
            """
        let alone = try deployment(text, options).resolve(node: "depot").policy
        #expect(alone.egress?.first { $0.name == "store-broker" }?.destinations == .privateRanges)
        options.sources[.components] = try addresses("10.0.8.0/24")
        let given = try deployment(text, options).resolve(node: "depot").policy
        #expect(given.egress?.first { $0.name == "store-broker" }?.destinations == (try addresses("10.0.8.0/24")))
    }

    @Test func `a node without addresses is for firewalls that name it`() throws {
        let text = """
            version: 1
            nodes:
              back: { runtimes: [{ name: shop, role: back }] }
              front: { addresses: [10.0.1.11], runtimes: [{ name: shop, role: front }] }
            """
        let refusal = #expect(throws: InvalidInput.self) { try deployment(text) }
        #expect(refusal?.findings.map(\.message) == ["back has no addresses"])
        #expect(refusal?.findings.first?.location == SourceLocation(file: "p.yaml", line: 3, column: 3))
        var options = Selection(runtimes: [])
        options.namesPeers = true
        let policy = try deployment(text, options).resolve(node: "back").policy
        #expect(policy.sources.first { $0.audience == .components }?.peers?.nodes == ["back", "front"])
        #expect(policy.addresses(of: .components) == (try addresses("10.0.1.11")))
    }

    @Test func `a role that no node has is filled by the one it falls back to`() throws {
        let text = """
            version: 1
            nodes:
              whole: { addresses: [10.0.0.1], runtimes: [{ name: shop }] }
              front: { addresses: [10.0.0.2], runtimes: [{ name: shop, role: front }] }
            """
        let deployment = try deployment(text)
        let whole = try deployment.resolve(node: "whole").policy
        #expect(whole.services.first { $0.id == "books" }?.audiences == [.components])
        #expect(whole.addresses(of: .components) == (try addresses("10.0.0.1", "10.0.0.2")))
    }

    @Test func `flags add to the file's sources, replace them where asked to, and reach every node`() throws {
        var options = Selection(runtimes: [])
        options.sources[.admins] = try addresses("10.1.0.0/16")
        options.disabled = [CatalogReference("gauge")]
        let deployment = try deployment(PolicyFileTests.valid, options)
        for node in ["front", "back", "depot"] {
            let host = try deployment.resolve(node: node)
            #expect(host.policy.addresses(of: .admins) == (try addresses("10.1.0.0/16", "10.9.0.0/24")))
            #expect(!host.ports.contains { $0.service.id.hasPrefix("gauge") })
        }
        options.replacedAudiences = [.admins]
        let replaced = try self.deployment(PolicyFileTests.valid, options).resolve(node: "front")
        #expect(replaced.policy.addresses(of: .admins) == options.sources[.admins])
    }

    @Test func `given components come on top of the peers and keep their ports open`() throws {
        var options = Selection(runtimes: [])
        options.sources[.components] = try addresses("10.7.0.0/16")
        let front = try deployment(PolicyFileTests.valid, options).resolve(node: "front")
        #expect(front.policy.addresses(of: .components) == (try addresses("10.7.0.0/16")))
        #expect(front.policy.services.contains { $0.id == "books" })
    }

    @Test func `egress goes to the peers' ports with the peers' offsets, and along the links`() throws {
        var options = Selection(runtimes: [])
        options.fencesEgress = true
        let text = PolicyFileTests.valid.replacing("clustering: list", with: "offset: 5")
        let deployment = try deployment(text, options)
        let front = try #require(try deployment.resolve(node: "front").policy.egress)
        #expect(front.map(\.name) == ["shop-back-1"])
        #expect(front[0].services.map(\.target.description) == ["9448/tcp", "9616/tcp"])
        let depot = try #require(try deployment.resolve(node: "depot").policy.egress)
        #expect(depot.map(\.name) == ["shop-back-1", "link-kafka"])
        #expect(depot[1].destinations == (try addresses("10.0.8.0/24")))
    }

    @Test func `what flags name has to exist on some node`() throws {
        var options = Selection(runtimes: [])
        options.disabled = [CatalogReference("nothing")]
        let found = findings { () throws(InvalidInput) in
            let file = try PolicyFile(parsing: Array(PolicyFileTests.valid.utf8), name: "p.yaml")
            return try Deployment(file, options: options, engine: SampleCatalog.engine)
        }
        #expect(found.map(\.slug) == ["unknown-feature-or-port"])
    }

    @Test func `two of one runtime on a node keep what is said of each`() throws {
        let text = """
            version: 1
            nodes:
              both:
                addresses: [10.0.0.1]
                runtimes:
                  - { name: shop, offset: 100, disable: [console] }
                  - { name: shop, offset: 200 }
                  - { name: shop, offset: 300, expose: { console: [clients] } }
            """
        let consoles = try deployment(text).resolve(node: "both").ports.filter { $0.service.id == "console" }
        #expect(consoles.map(\.service.offset) == [200, 300])
        #expect(!consoles[0].service.audiences.contains(.clients))
        #expect(consoles[1].service.audiences == [.clients])
    }

    @Test func `a node's mistakes are found at its place`() {
        let text = PolicyFileTests.valid.replacing("role: back", with: "role: bakc")
        let found = findings { () throws(InvalidInput) in
            let file = try PolicyFile(parsing: Array(text.utf8), name: "p.yaml")
            return try Deployment(file, options: Selection(runtimes: []), engine: SampleCatalog.engine)
        }
        #expect(found.map(\.slug) == ["unknown-role"])
        #expect(found.first?.location?.line == 7)
    }

    @Test func `an unknown node suggests the nearest`() throws {
        let deployment = try deployment()
        let found = findings { () throws(InvalidInput) in try deployment.resolve(node: "fornt") }
        #expect(found.first?.hint?.contains("front") == true)
    }
}
