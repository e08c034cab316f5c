import Catalog
import Policy
import Testing

/// What the documentation's page of default ports lists, and what the products open besides.
@Suite struct PageTests {
    /// A port as it is with the runtime's default offset.
    struct Entry: Hashable, Sendable, Comparable, CustomTestStringConvertible {
        let runtime: String
        let port: UInt16
        let transport: Transport
        /// The clustering set-up that the page lists it under; nil for always.
        let mode: String?

        init(_ runtime: String, _ port: UInt16, _ transport: Transport = .tcp, mode: String? = nil) {
            self.runtime = runtime
            self.port = port
            self.transport = transport
            self.mode = mode
        }

        static func < (left: Entry, right: Entry) -> Bool {
            (left.runtime, left.port) < (right.runtime, right.port)
        }

        var testDescription: String { "\(runtime) \(port)/\(transport) \(mode ?? "")" }
    }

    static let page =
        ([9443, 9763, 10389, 5672, 8280, 8243, 9611, 9711, 10711, 9099, 8099, 9021, 8021, 8672, 11111, 9999] as [UInt16])
        .map { Entry("apim", $0) } + [
            Entry("apim", 8000, .udp), Entry("apim", 45564, .udp, mode: "multicast"), Entry("apim", 4000, mode: "wka"),
            Entry("si", 7611), Entry("si", 7711), Entry("si", 9611), Entry("si", 9711), Entry("si", 9090),
            Entry("si", 9443), Entry("si", 9092, mode: "multi-dc-ha"),
            Entry("si-tooling", 9390), Entry("si-tooling", 9743),
        ]

    static let observedOnly = [
        Entry("apim", 4000, mode: "multicast"), Entry("apim", 4000, mode: "aws-ecs"),
        Entry("apim", 4000, mode: "aws"),
        Entry("apim", 4000, mode: "kubernetes"), Entry("apim", 5701, mode: "aws-ecs"),
        Entry("si", 9893, mode: "minimum-ha"), Entry("si", 9893, mode: "multi-dc-ha"), Entry("si", 7070),
        Entry("si", 7443),
        Entry("si-tooling", 7370), Entry("si-tooling", 7614), Entry("si-tooling", 7714), Entry("si-tooling", 9614),
        Entry("si-tooling", 9714),
    ]

    @Test(arguments: page)
    func `every port of the page is documented`(entry: Entry) throws {
        let found = try ports(of: entry)
        #expect(found.count == 1 && found.allSatisfy { $0.basis != .observed })
    }

    @Test(arguments: observedOnly)
    func `every port that the page lacks and the product opens is observed`(entry: Entry) throws {
        let found = try ports(of: entry)
        #expect(found.count == 1 && found.allSatisfy { $0.basis == .observed })
    }

    @Test func `nothing is documented that isn't on the page`() throws {
        let documented = try ["apim", "si", "si-tooling"].flatMap { id in
            let runtime = try #require(try ProductCatalog.builtIn().runtime(id))
            return runtime.ports.filter { $0.basis != .observed }.flatMap { port in
                port.transports.map { Entry(id, port.effective(in: runtime), $0, mode: port.clustering.first) }
            }
        }
        #expect(documented.sorted() == Self.page.sorted())
    }

    @Test func `what no distribution opens is documented only`() throws {
        let apim = try #require(try ProductCatalog.builtIn().runtime("apim"))
        #expect(apim.ports.filter { $0.basis == .documented }.map(\.ports.lower) == [10389, 8000])
    }

    @Test(arguments: ["rmi-registry", "rmi-server", "thrift-auth", "webhook-http", "webhook-https", "ldap", "kdc"])
    func `where page and product disagree the entry quotes the page`(id: String) throws {
        let apim = try #require(try ProductCatalog.builtIn().runtime("apim"))
        #expect(apim.ports.first { $0.id == id }?.pageClaim != nil)
    }

    private func ports(of entry: Entry) throws -> [PortDefinition] {
        let runtime = try #require(try ProductCatalog.builtIn().runtime(entry.runtime))
        return runtime.ports.filter { port in
            let isOpen = entry.mode.map { port.clustering.contains($0) } ?? port.clustering.isEmpty
            return isOpen && port.effective(in: runtime) == entry.port && port.transports.contains(entry.transport)
        }
    }
}

extension PortDefinition {
    /// The first port with the runtime's default offset.
    fileprivate func effective(in runtime: Runtime) -> UInt16 {
        ports.lower + (offset == .follows ? UInt16(runtime.defaultOffset) : 0)
    }
}
