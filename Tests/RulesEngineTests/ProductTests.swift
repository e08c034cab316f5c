import Catalog
import Policy
import RulesEngine
import Testing

/// What the real catalog gives for the selections that people make.
@Suite struct ProductTests {
    private let engine: Engine

    init() throws {
        engine = Engine(catalog: try ProductCatalog.builtIn())
    }

    private func ports(_ runtime: SelectedRuntime, _ change: (inout Selection) -> Void = { _ in }) throws -> [String] {
        openPorts(try engine.resolve(selection([runtime], change)))
    }

    @Test func `API-M alone at offset 0`() throws {
        let page = [
            "5672/tcp", "8000/udp", "8021/tcp", "8099/tcp", "8243/tcp", "8280/tcp", "8672/tcp", "9021/tcp", "9099/tcp",
            "9443/tcp", "9611/tcp", "9711/tcp", "9763/tcp", "9999/tcp", "10389/tcp", "10711/tcp", "11111/tcp",
        ]
        #expect(try ports(SelectedRuntime(name: "apim")) == page)
    }

    @Test(arguments: [
        ("multicast", BasisFilter.both, ["4000/tcp", "45564/udp"]),
        ("multicast", .documented, ["45564/udp"]),
        ("wka", .both, ["4000/tcp"]),
        ("wka", .documented, ["4000/tcp"]),
        ("aws", .both, ["4000/tcp"]),
        ("aws-ecs", .both, ["4000/tcp", "5701/tcp"]),
        ("kubernetes", .both, ["4000/tcp"]),
        ("none", .both, []),
    ])
    func `API-M's clustering modes open their own fixed ports`(mode: String, basis: BasisFilter, expected: [String])
        throws
    {
        let alone = try ports(SelectedRuntime(name: "apim", offset: 7)) { $0.basis = basis }
        let clustered = try ports(SelectedRuntime(name: "apim", offset: 7, clustering: mode)) { $0.basis = basis }
        #expect(clustered.filter { !alone.contains($0) } == expected)
    }

    @Test(arguments: [
        ("none", []), ("minimum-ha", ["9893/tcp"]), ("scalable", []), ("multi-dc-ha", ["9092/tcp", "9893/tcp"]),
    ])
    func `SI's clustering modes`(mode: String, expected: [String]) throws {
        let alone = try ports(SelectedRuntime(name: "si", offset: 10))
        let clustered = try ports(SelectedRuntime(name: "si", offset: 10, clustering: mode))
        #expect(clustered.filter { !alone.contains($0) } == expected)
    }

    @Test func `Kafka's port is connected to, never let in`() throws {
        let host = try engine.resolve(selection([SelectedRuntime(name: "si", clustering: "multi-dc-ha")]))
        let kafka = try #require(host.ports.first { $0.service.ports.contains(9092) })
        #expect(kafka.definition.direction == .outbound)
        #expect(!host.policy.services.contains { $0.ports.contains(9092) })
    }

    @Test func `a database is connected to where it is switched on, and only there`() throws {
        #expect(!(try ports(SelectedRuntime(name: "apim"))).contains("5432/tcp"))
        let host = try engine.resolve(
            selection([SelectedRuntime(name: "apim")]) {
                $0.enabled = [CatalogReference("postgresql")]
                $0.fencesEgress = true
            }
        )
        let database = try #require(host.policy.egress?.first { $0.name == "apim-database-postgresql" })
        #expect(database.services.map(\.target.description) == ["5432/tcp"])
        #expect(!host.policy.services.contains { $0.ports.contains(5432) })
    }

    @Test func `the tooling starts at offset 3`() throws {
        let expected = ["7370", "7614", "7714", "9390", "9614", "9714", "9743"].map { "\($0)/tcp" }
        #expect(try ports(SelectedRuntime(name: "si-tooling")) == expected)
        #expect(try ports(SelectedRuntime(name: "si-tooling", offset: 0)).contains("9387/tcp"))
    }

    @Test func `MI starts at offset 10`() throws {
        #expect(try ports(SelectedRuntime(name: "mi")) == ["8253/tcp", "8290/tcp", "9164/tcp", "9201/tcp"])
    }

    @Test func `API-M and SI at offset 0 collide on three ports, and 1 frees SI`() throws {
        let found = findings { () throws(InvalidInput) in
            try engine.resolve(selection([SelectedRuntime(name: "apim"), SelectedRuntime(name: "si")]))
        }
        #expect(found.count == 1)
        let message = try #require(found.first?.message)
        let pairs = [
            "9443/tcp (apim servlet-https 9443, si https 9443)",
            "9611/tcp (apim binary-tcp 9611, si binary-tcp 9611)",
            "9711/tcp (apim binary-ssl 9711, si binary-ssl 9711)",
        ]
        #expect(message == "apim and si collide on " + pairs.joined(separator: ", "))
        #expect(found.first?.hint == "the smallest offset that frees si is 1: --runtime si:1")
    }

    /// The offsets where the catalog's numbers let a port that follows land on a fixed one, and all around them.
    @Test(
        arguments: [
            ("apim", "aws-ecs", [29]),
            ("apim", "multicast", [37564]),
            ("si", "minimum-ha", [182, 282, 450, 803, 2182, 2282]),
            ("si", "none", []),
            ("si-tooling", nil, []),
            ("mi", nil, []),
        ] as [(String, String?, [Int])]
    )
    func `one runtime meets itself at these offsets and no others`(runtime: String, mode: String?, expected: [Int])
        throws
    {
        let colliding = (Array(0...2300) + Array(37500...37600)).filter { offset in
            let chosen = SelectedRuntime(name: runtime, offset: offset, clustering: mode)
            return findings { () throws(InvalidInput) in try engine.resolve(selection([chosen])) }
                .contains { $0.slug == "collision" }
        }
        #expect(colliding == expected)
    }

    @Test(arguments: ["gateway", "control-plane", "traffic-manager", "key-manager"])
    func `API traffic is the gateway's alone`(role: String) throws {
        let open = try ports(SelectedRuntime(name: "apim", role: role))
        #expect(open.contains("8243/tcp") == (role == "gateway"))
        #expect(open.contains("9443/tcp"))
    }

    @Test(arguments: [
        ([SelectedRuntime(name: "apim")], ["never-listens", "never-listens"]),
        ([SelectedRuntime(name: "apim", clustering: "wka")], ["never-listens", "never-listens"]),
        ([SelectedRuntime(name: "si", clustering: "minimum-ha"), SelectedRuntime(name: "si-tooling")], []),
        ([SelectedRuntime(name: "mi")], []),
    ])
    func `a default selection has no other findings than the ports that never listen`(
        runtimes: [SelectedRuntime],
        slugs: [String]
    ) throws {
        let context = LintContext(ephemeralPorts: PortRange(32768, 60999))
        let findings = try engine.resolve(selection(runtimes)).lint(context: context)
        #expect(findings.filter { $0.severity > .note }.map(\.slug) == slugs)
    }

    @Test(arguments: ["servlet-http", "binary-tcp", "amqp", "rmi-registry"])
    func `internal ports that clients reach from anywhere are found`(id: String) throws {
        let host = try engine.resolve(
            selection([SelectedRuntime(name: "apim")]) {
                $0.exposures = [Exposure(port: CatalogReference(id), audiences: [.clients])]
            }
        )
        #expect(host.lint(context: LintContext()).contains { $0.slug == "exposed-to-anywhere" })
    }

    @Test func `a distributed deployment opens each role's ports to its real peers`() throws {
        let text = """
            version: 1
            nodes:
              gw: { addresses: [10.0.1.11, 10.0.1.12], runtimes: [{ name: apim, role: gateway }] }
              cp: { addresses: [10.0.2.11, 10.0.2.12], runtimes: [{ name: apim, role: control-plane, clustering: wka }] }
              si: { addresses: [10.0.3.11, 10.0.3.12], runtimes: [{ name: si, clustering: minimum-ha, offset: 10 }] }
            """
        let file = try PolicyFile(parsing: Array(text.utf8), name: "p.yaml")
        let deployment = try Deployment(file, options: Selection(runtimes: []), engine: engine)
        let control = try deployment.resolve(node: "cp").policy
        let gateways = AddressSet([try CIDR("10.0.1.11"), try CIDR("10.0.1.12")])
        #expect(control.addresses(of: .components).isSuperset(of: gateways))
        #expect(control.addresses(of: .cluster) == AddressSet([try CIDR("10.0.2.11"), try CIDR("10.0.2.12")]))
        #expect(control.services.first { $0.id == "amqp" }?.audiences == [.components])
        let gateway = try deployment.resolve(node: "gw").policy
        #expect(!gateway.services.contains { $0.id == "amqp" }, "nobody connects to a gateway's broker")
        let integrator = try deployment.resolve(node: "si").policy
        #expect(integrator.addresses(of: .cluster) == AddressSet([try CIDR("10.0.3.11"), try CIDR("10.0.3.12")]))
    }
}
