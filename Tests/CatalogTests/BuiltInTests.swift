import Catalog
import Policy
import Testing

@Suite struct BuiltInTests {
    private func runtime(_ id: String) throws -> Runtime {
        let catalog = try ProductCatalog.builtIn()
        return try #require(catalog.runtime(id))
    }

    private func port(_ runtime: String, _ id: String) throws -> PortDefinition {
        let ports = try self.runtime(runtime).ports
        return try #require(ports.first { $0.id == id })
    }

    @Test func `the built-in catalog holds the four runtimes by name`() throws {
        #expect(try ProductCatalog.builtIn().runtimes.map(\.id) == ["apim", "mi", "si", "si-tooling"])
    }

    @Test func `a location of the built-in catalog names the file as in the repository`() throws {
        #expect(try runtime("apim").location == SourceLocation(file: "rules/apim.yaml", line: 2, column: 5))
    }

    @Test(arguments: [("apim", 0), ("si", 0), ("si-tooling", 3), ("mi", 10)])
    func `a runtime starts with its own offset`(id: String, offset: Int) throws {
        #expect(try runtime(id).defaultOffset == offset)
    }

    @Test func `roles and clustering modes are those of the products, the default first`() throws {
        let apim = try runtime("apim")
        #expect(
            apim.roles.map(\.id) == ["all-in-one", "gateway", "control-plane", "traffic-manager", "key-manager"]
        )
        #expect(apim.roles.map(\.fallback) == [nil, nil, nil, "control-plane", "control-plane"])
        #expect(apim.roles.compactMap(\.helmChart).count == 5)
        #expect(apim.clusteringModes.map(\.id) == ["none", "multicast", "wka", "aws", "aws-ecs", "kubernetes"])
        #expect(apim.clusteringModes[1].multicastGroups.map(\.description) == ["224.2.2.3", "228.0.0.4"])
        #expect(try runtime("si").clusteringModes.map(\.id) == ["none", "minimum-ha", "scalable", "multi-dc-ha"])
    }

    @Test func `the Micro Integrator's four ports come from its file alone`() throws {
        let mi = try runtime("mi")
        #expect(mi.ports.map(\.ports.lower) == [8280, 8243, 9191, 9154])
        #expect(mi.ports.allSatisfy { $0.offset == .follows })
        #expect(mi.ports.compactMap { $0.ports.shifted(by: mi.defaultOffset)?.lower } == [8290, 8253, 9201, 9164])
    }

    @Test(arguments: ["apim", "si", "si-tooling"])
    func `the two random ports are notes`(id: String) throws {
        let notes = try runtime(id).notes
        #expect(notes.count == 2)
        #expect(notes[0].contains("random TCP port") && notes[1].contains("random UDP port"))
    }

    @Test(arguments: [
        ("apim", "multicast-discovery"), ("apim", "hazelcast"), ("apim", "hazelcast-discovered"),
        ("apim", "hazelcast-ecs"), ("apim", "hazelcast-next"), ("si", "event-sync"), ("si", "store-query-http"),
        ("si", "store-query-https"), ("si", "kafka"), ("si-tooling", "store-query-http"),
        ("apim", "database-mysql"), ("apim", "database-postgresql"), ("apim", "database-mssql"),
        ("apim", "database-oracle"),
    ])
    func `the ports that no offset moves are fixed`(runtime: String, id: String) throws {
        #expect(try port(runtime, id).offset == .fixed)
    }

    @Test func `no other port is fixed`() throws {
        let fixed = try ProductCatalog.builtIn().runtimes.flatMap(\.ports).filter { $0.offset == .fixed }
        #expect(fixed.count == 14)
    }

    @Test(arguments: [
        ("apim", "servlet-http"), ("apim", "binary-tcp"), ("apim", "amqp"), ("apim", "rmi-registry"),
        ("apim", "rmi-server"), ("apim", "hazelcast"), ("si", "event-sync"),
    ])
    func `a port for internal use says why`(runtime: String, id: String) throws {
        #expect(try port(runtime, id).internalBecause != nil)
    }

    @Test func `what clients reach by default is not called internal`() throws {
        let ports = try ProductCatalog.builtIn().runtimes.flatMap(\.ports)
        #expect(ports.filter { $0.audiences.contains(.clients) }.allSatisfy { $0.internalBecause == nil })
    }

    @Test(arguments: [
        ("apim", "binary-tcp", "binary-ssl"), ("apim", "rmi-registry", "rmi-server"),
        ("si", "binary-tcp", "binary-ssl"), ("si", "thrift-tcp", "thrift-ssl"),
        ("si-tooling", "binary-tcp", "binary-ssl"), ("si-tooling", "thrift-tcp", "thrift-ssl"),
    ])
    func `two ports that are of use only together need each other`(runtime: String, one: String, other: String) throws {
        #expect(try port(runtime, one).needs == [other])
        #expect(try port(runtime, other).needs == [one])
    }

    @Test(arguments: [
        ("traffic-management", [9611, 9711, 5672, 8672]), ("websocket", [9099, 8099]), ("websub", [9021, 8021]),
        ("jmx", [9999, 11111]), ("cluster-port-range", [4001]),
    ])
    func `a feature opens its ports`(feature: String, ports: [UInt16]) throws {
        let apim = try runtime("apim")
        #expect(apim.ports.filter { $0.feature == feature }.map(\.ports.lower) == ports)
        #expect(apim.features.first { $0.id == feature }?.enabledByDefault == (feature != "cluster-port-range"))
    }

    @Test func `what is connected to is the brokers of several data centres, and a database where it is switched on`()
        throws
    {
        let outbound = try ProductCatalog.builtIn().runtimes.flatMap(\.ports).filter { $0.direction == .outbound }
        #expect(
            outbound.map(\.id) == [
                "database-mysql", "database-postgresql", "database-mssql", "database-oracle", "kafka",
            ]
        )
        #expect(outbound.last?.ports == PortRange(9092) && outbound.last?.clustering == ["multi-dc-ha"])
    }

    @Test func `one runtime read alone is the same as among all`() throws {
        for runtime in try ProductCatalog.builtIn().runtimes {
            #expect(try ProductCatalog.builtIn(only: [runtime.id]).runtimes == [runtime])
        }
    }

    @Test func `an unknown name reads all of them, so that the nearest can be found`() throws {
        #expect(try ProductCatalog.builtIn(only: ["apim", "ami"]) == ProductCatalog.builtIn())
    }
}
