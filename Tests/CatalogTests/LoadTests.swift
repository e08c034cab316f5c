import Catalog
import Policy
import Testing

@Suite struct LoadTests {
    @Test func `every key of a file reaches the model`() throws {
        let runtime = try #require(ProductCatalog.load([SampleFile.file()]).runtime("demo"))
        #expect(runtime.title == "A product")
        #expect(runtime.defaultOffset == 5)
        #expect(runtime.offsetKey == "offset")
        #expect(runtime.roles.map(\.id) == ["front", "back"])
        #expect(runtime.roles.map(\.fallback) == [nil, "front"])
        #expect(runtime.clusteringModes.map(\.id) == ["none", "many"])
        #expect(runtime.clusteringModes.map(\.multicastGroups) == [[], [IPv4Address(bits: 0xE000_0005)]])
        #expect(runtime.features.map(\.id) == ["extra"])
        #expect(runtime.features.map(\.enabledByDefault) == [false])
        #expect(runtime.notes == ["A note"])
        #expect(runtime.location == SourceLocation(file: "demo.yaml", line: 1, column: 5))
    }

    @Test func `every key of a port reaches the model`() throws {
        let ports = try #require(ProductCatalog.load([SampleFile.file()]).runtime("demo")).ports
        let web = try #require(ports.first)
        #expect(web.id == "web")
        #expect(web.ports == PortRange(8080))
        #expect(web.transports == [.tcp])
        #expect(web.applicationProtocol == "http")
        #expect(web.audiences == [.clients, .admins])
        #expect(web.offset == .follows)
        #expect(web.clustering == ["many"])
        #expect(web.feature == "extra")
        #expect(web.roles == ["front"])
        #expect(web.configurationKey == "web.port")
        #expect(web.peers.map(\.target) == ["front"])
        #expect(web.peers.map(\.callers) == [["back", "friend", "friend/worker"]])
        #expect(web.direction == .inbound)
        #expect(web.basis == .both)
        #expect(web.description == "The web port")
        #expect(web.pageClaim == "8081")
        #expect(web.source == "the manual")
        #expect(web.internalBecause == "a reason")
        #expect(web.needs == ["range"])
        #expect(web.location == SourceLocation(file: "demo.yaml", line: 15, column: 5))
    }

    @Test func `a port that says only what it must has the defaults for the rest`() throws {
        let range = try #require(ProductCatalog.load([SampleFile.file()]).runtime("demo")?.ports.last)
        #expect(range.ports == PortRange(4001, 4009))
        #expect(range.transports == [.tcp, .udp])
        #expect(range.direction == .inbound)
        #expect(range.clustering.isEmpty && range.roles.isEmpty && range.peers.isEmpty && range.needs.isEmpty)
        #expect(range.feature == nil && range.configurationKey == nil)
        #expect(range.pageClaim == nil && range.internalBecause == nil)
    }

    @Test func `the order of the files makes no difference`() throws {
        let files = ["c", "a", "b"].map { SampleFile.file("\($0).yaml", replacing: "id: demo", with: "id: \($0)") }
        let catalog = try ProductCatalog.load(files)
        #expect(catalog.runtimes.map(\.id) == ["a", "b", "c"])
        #expect(try ProductCatalog.load(files.reversed()) == catalog)
    }

    @Test func `a runtime in two files is reported in the later one, whichever comes first`() {
        let first = SampleFile.file("a.yaml")
        let second = SampleFile.file("b.yaml")
        let expected = ["b.yaml:1:5: duplicate-id: the runtime 'demo' is already in a.yaml"]
        #expect(findings(in: first, second) == expected)
        #expect(findings(in: second, first) == expected)
    }

    @Test func `a caller's role in another runtime is checked where that runtime is known`() {
        let friend = SampleFile.file("friend.yaml", replacing: "id: demo", with: "id: friend")
        #expect(
            findings(in: SampleFile.file(), friend) == [
                "demo.yaml:25:36: unknown-role: friend has no role 'worker' (known: front, back)",
                "friend.yaml:25:36: unknown-role: friend has no role 'worker' (known: front, back)",
            ]
        )
    }

    @Test func `no file at all is an error`() {
        #expect(findings() == ["empty-catalog: the catalog has no files"])
    }
}
