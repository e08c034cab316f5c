import Catalog
import Policy
import RulesEngine
import Testing

@testable import carbonwall

@Suite struct ExplainerTests {
    static let selections: [Selection] = {
        let plain = Selection(runtimes: [SelectedRuntime(name: "apim"), SelectedRuntime(name: "si", offset: 10)])
        var multicast = Selection(runtimes: [SelectedRuntime(name: "apim", offset: 7, clustering: "multicast")])
        multicast.sources[.admins] = AddressSet([CIDR(odd)])
        multicast.sources[.cluster] = AddressSet(v6: .everything)
        var product = plain
        product.scope = .product
        product.interfaces = [InterfaceName("eth7")].compactMap(\.self)
        return [plain, multicast, product]
    }()

    /// An address that means this host where it comes over the loopback interface, and an odd source elsewhere.
    static let odd = IPAddress.v4(IPv4Address(bits: 0x7F00_0001))

    static let addresses = [
        "203.0.113.9", "10.1.2.3", "172.16.0.1", "192.168.255.255", "fd00::1", "fe80::1", "2001:db8::1", "0.0.0.1",
    ]
    .compactMap { IPAddress($0) }

    @Test(arguments: selections) func `a port is open to somebody exactly when the policy accepts some address`(
        selection: Selection
    ) throws {
        let catalog = try ProductCatalog.builtIn()
        let host = try Engine(catalog: catalog).resolve(selection)
        let known = (host.ports + host.closedPorts.map(\.port)).map { Int($0.service.ports.lower) }
        for port in Set(known + [1, 22, 9442, 65535]) {
            for transport in Transport.allCases {
                let question = try PortArgument("\(port)/\(transport.rawValue)")
                let explanation = explain(question, nil, host, catalog)
                let verdicts = (Self.addresses + [Self.odd]).map {
                    verdict(of: host.policy, question.ports.lower, transport, $0)
                }
                #expect(explanation.verdict == (verdicts.contains(.accept) ? .accept : .drop), "\(port)")
                #expect(!explanation.reasons.isEmpty)
            }
        }
    }

    @Test func `the verdict for an address is the policy's own`() throws {
        let catalog = try ProductCatalog.builtIn()
        let host = try Engine(catalog: catalog).resolve(Self.selections[0])
        for port in host.ports.map(\.service) {
            for address in Self.addresses {
                let question = try PortArgument("\(port.ports.lower)/\(port.transport.rawValue)")
                let expected = verdict(of: host.policy, question.ports.lower, port.transport, address)
                #expect(explain(question, address, host, catalog).verdict == expected)
            }
        }
    }

    private func explain(
        _ question: PortArgument,
        _ address: IPAddress?,
        _ host: ResolvedHost,
        _ catalog: ProductCatalog
    ) -> Explanation {
        Explainer(question, from: address, on: host, catalog: catalog, advice: Advice(usesPolicyFile: false))
            .explanation
    }

    private func verdict(of policy: HostPolicy, _ port: UInt16, _ transport: Transport, _ address: IPAddress) -> Verdict
    {
        let content = Packet.Content.ports(transport, source: 40000, destination: port)
        let interface = policy.interfaces.first?.description ?? "eth0"
        return policy.verdict(for: Packet(from: address, to: address, content, interface: interface))
    }
}
