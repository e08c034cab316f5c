import Catalog
import Testing

/// Who connects to whom in a distributed API Manager.
@Suite struct PeerTests {
    static let binary = [
        "all-in-one": ["all-in-one", "gateway"], "control-plane": ["control-plane", "gateway"],
        "traffic-manager": ["all-in-one", "control-plane", "gateway"],
    ]
    static let callers: [(port: String, callers: [String: [String]])] = [
        (
            "servlet-https",
            [
                "all-in-one": ["gateway", "key-manager", "si", "traffic-manager"],
                "control-plane": ["gateway", "key-manager", "si", "traffic-manager"],
                "gateway": ["all-in-one", "control-plane"],
                "traffic-manager": ["all-in-one", "control-plane", "gateway"],
                "key-manager": ["all-in-one", "control-plane", "gateway"],
            ]
        ),
        ("binary-tcp", binary),
        ("binary-ssl", binary),
        (
            "amqp",
            [
                "all-in-one": ["all-in-one", "gateway", "key-manager", "traffic-manager"],
                "control-plane": ["control-plane", "gateway", "key-manager", "traffic-manager"],
                "traffic-manager": ["gateway", "traffic-manager"],
            ]
        ),
    ]

    @Test(arguments: callers)
    func `every role is connected to by those that need it`(port: String, callers: [String: [String]]) throws {
        let apim = try #require(try ProductCatalog.builtIn().runtime("apim"))
        let peers = try #require(apim.ports.first { $0.id == port }).peers
        #expect(peers.count == callers.count)
        #expect(peers.allSatisfy { callers[$0.target] == $0.callers.sorted() })
    }

    @Test func `nothing else of API Manager has peers`() throws {
        let apim = try #require(try ProductCatalog.builtIn().runtime("apim"))
        #expect(apim.ports.filter { !$0.peers.isEmpty }.map(\.id).sorted() == Self.callers.map(\.port).sorted())
    }
}
