import Catalog
import Policy
import RulesEngine
import Testing

@Suite struct ResolveTests {
    let engine = SampleCatalog.engine

    @Test func `a runtime alone opens what is on by default, in order`() throws {
        let host = try engine.resolve(selection([SelectedRuntime(name: "shop")]))
        let expected = [8000, 9443, 9611, 9900, 9901, 9998, 9999].map { "\($0)/tcp" }
        #expect(openPorts(host) == expected)
        #expect(host.runtimes.map(\.role) == ["all"])
        #expect(host.runtimes.map(\.clustering) == ["none"])
    }

    @Test func `the offset moves what follows it and nothing else`() throws {
        let host = try engine.resolve(selection([SelectedRuntime(name: "shop", offset: 7, clustering: "shout")]))
        #expect(openPorts(host).contains("9450/tcp"))
        #expect(openPorts(host).contains("4000/tcp"))
        #expect(openPorts(host).contains("45564/udp"))
        let console = try #require(host.ports.first { $0.service.id == "console" })
        #expect(console.service.arithmetic == "9443+7")
        let peers = try #require(host.ports.first { $0.service.id == "peers" })
        #expect(peers.service.arithmetic == "4000")
    }

    @Test func `a runtime starts with its own default offset`() throws {
        let host = try engine.resolve(selection([SelectedRuntime(name: "store")]))
        #expect(openPorts(host) == ["9092/tcp", "9443/tcp", "9483/tcp"])
        #expect(host.policy.services.map(\.id) == ["web", "query"], "what goes out isn't let in")
    }

    @Test func `a role keeps the ports of the others closed, and says why`() throws {
        let host = try engine.resolve(selection([SelectedRuntime(name: "shop", role: "back")]))
        #expect(!openPorts(host).contains("8000/tcp"))
        let orders = try #require(host.closedPorts.first { $0.port.service.id == "orders" })
        #expect(orders.reason == .role(["all", "front"]))
    }

    @Test(arguments: [(BasisFilter.both, 2), (.documented, 1), (.observed, 1)])
    func `the basis chooses between page and product`(basis: BasisFilter, count: Int) throws {
        let host = try engine.resolve(selection([SelectedRuntime(name: "shop")]) { $0.basis = basis })
        let doubtful = host.ports.filter { $0.definition.basis != .both }
        #expect(doubtful.count == count)
        #expect(doubtful.allSatisfy { basis.includes($0.definition.basis) })
    }

    @Test func `features and ports are switched by name, a port before its feature`() throws {
        let host = try engine.resolve(
            selection([SelectedRuntime(name: "shop")]) {
                $0.enabled = [CatalogReference("attic"), CatalogReference("gauge-a"), CatalogReference("shop/peers")]
                $0.disabled = [CatalogReference("gauge"), CatalogReference("orders")]
            }
        )
        #expect(openPorts(host) == ["4000", "9443", "9611", "9700", "9900", "9901", "9999"].map { "\($0)/tcp" })
        let closed = try #require(host.closedPorts.first { $0.port.service.id == "gauge-b" })
        #expect(closed.reason == .disabled(CatalogReference("gauge")))
    }

    @Test func `an exposure replaces the audiences of one port`() throws {
        let host = try engine.resolve(
            selection([SelectedRuntime(name: "shop")]) {
                $0.exposures = [Exposure(port: CatalogReference("console"), audiences: [.clients, .admins])]
            }
        )
        let console = try #require(host.policy.services.first { $0.id == "console" })
        #expect(console.audiences == [.clients, .admins])
    }

    @Test func `product scope fences the closed ports too`() throws {
        let host = try engine.resolve(
            selection([SelectedRuntime(name: "shop")]) {
                $0.scope = .product
                $0.disabled = [CatalogReference("gauge")]
            }
        )
        guard case .product(let fenced) = host.policy.scope else {
            Issue.record("the scope is \(host.policy.scope)")
            return
        }
        #expect(fenced.map(\.description).contains("9999/tcp"))
        #expect(fenced.map(\.description).contains("45564/udp"))
        #expect(!fenced.map(\.description).contains("22/tcp"))
    }

    @Test func `defaults and the product's notes are said`() throws {
        let given = AddressSet([try CIDR("10.9.0.0/24")])
        let host = try engine.resolve(selection([SelectedRuntime(name: "shop")]) { $0.sources[.admins] = given })
        #expect(host.policy.notes.contains("no source given for clients, so anywhere"))
        #expect(host.policy.notes.contains("shop: a random port"))
        let inside = "no source given for components, monitoring, directory, so private ranges only"
        #expect(host.policy.notes.contains { $0.hasPrefix(inside) }, "admins were given, no port is for a cluster")
        #expect(host.policy.addresses(of: .admins) == given)
    }

    @Test func `multicast clustering names its groups`() throws {
        let host = try engine.resolve(selection([SelectedRuntime(name: "shop", clustering: "shout")]))
        #expect(host.policy.multicastGroups.map(\.description) == ["224.2.2.3"])
    }

    @Test func `the guard is SSH unless ways in are given`() throws {
        let runtimes = [SelectedRuntime(name: "shop")]
        #expect(try engine.resolve(selection(runtimes)).policy.guards == [.ssh])
        let other = AdministratorGuard(try #require(TransportPorts("2222/tcp")))
        #expect(try engine.resolve(selection(runtimes) { $0.keep = [other] }).policy.guards == [.ssh, other])
        #expect(try engine.resolve(selection(runtimes) { $0.ssh = [other] }).policy.guards == [other])
    }
}
