import Catalog
import Emitters
import Policy
import RulesEngine
import TestSupport
import Testing

/// The selections that the tests in the kernel are about, with sources that tell every `Peer` from the others.
enum TestedHost: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case apim = "API-M"
    case apimAtOffset = "API-M at offset 7"
    case apimMulticast = "API-M with multicast and a port range"
    case threeRuntimes = "API-M, SI at 10, tooling"
    case otherInterface = "API-M through eth1 alone"
    case productScope = "API-M, product scope"
    case keep = "API-M with ways in of its own"
    case egress = "SI with its output fenced"

    var testDescription: String { rawValue }

    /// The ruleset that a user would load.
    func ruleset() throws -> String {
        NftablesEmitter.emit(try policy(), toolVersion: "0")
    }

    /// The policy that decides.
    func policy() throws -> HostPolicy {
        try Engine(catalog: Self.catalog.get()).resolve(selection()).policy
    }

    /// Read once: it takes a moment in unoptimised code.
    private static let catalog = Result { try ProductCatalog.builtIn() }

    /// Packets like those that reach the host, or leave it: one of each kind of peer and interface that makes a difference.
    func prototypes(_ family: AddressFamily) -> [Packet] {
        switch self {
        case .apim, .apimAtOffset, .apimMulticast, .threeRuntimes: Peer.allCases.map { .inbound($0, family) }
        case .otherInterface:
            ["eth0", "eth1"].map { .inbound(.admin, family, interface: $0) }
        case .productScope: [.inbound(.admin, family), .inbound(.public, family)]
        case .keep: [.inbound(.admin, family), .inbound(.cluster, family)]
        case .egress: [.inbound(.cluster, family), .outbound(.private, family), .outbound(.public, family)]
        }
    }

    private func selection() throws -> Selection {
        var selection = Selection(runtimes: runtimes)
        selection.sources = [
            .admins: try Self.addresses("10.9.0.0/24", "fd00:9::/64"),
            .cluster: try Self.addresses("10.0.1.0/24", "fd00:1::/64"),
        ]
        switch self {
        case .apim, .apimAtOffset, .threeRuntimes: break
        case .apimMulticast: selection.enabled = [CatalogReference("cluster-port-range")]
        case .otherInterface: selection.interfaces = [InterfaceName("eth1")].compactMap(\.self)
        case .productScope: selection.scope = .product
        case .keep:
            selection.ssh = []
            selection.keep = try Self.guards()
        case .egress: selection.fencesEgress = true
        }
        return selection
    }

    private var runtimes: [SelectedRuntime] {
        switch self {
        case .apim, .otherInterface, .productScope, .keep: [SelectedRuntime(name: "apim")]
        case .apimAtOffset: [SelectedRuntime(name: "apim", offset: 7)]
        case .apimMulticast: [SelectedRuntime(name: "apim", clustering: "multicast")]
        case .threeRuntimes:
            [
                SelectedRuntime(name: "apim"), SelectedRuntime(name: "si", offset: 10),
                SelectedRuntime(name: "si-tooling"),
            ]
        case .egress: [SelectedRuntime(name: "si", clustering: "multi-dc-ha")]
        }
    }

    /// 2222/tcp for the cluster, and 443/udp for whom SSH would be open.
    private static func guards() throws -> [AdministratorGuard] {
        let ssh = TransportPorts(.tcp, try #require(PortRange(2222)))
        let tunnel = TransportPorts(.udp, try #require(PortRange(443)))
        let protocols = try ["vrrp", "esp", "ah", "gre"].map { name in
            AdministratorGuard(.ipProtocol(try IPProtocol(name)), from: try addresses("10.0.1.12", "fd00:1::c"))
        }
        return [AdministratorGuard(ssh, from: try addresses("10.0.1.12", "fd00:1::c")), AdministratorGuard(tunnel)]
            + protocols
    }

    private static func addresses(_ blocks: String...) throws -> AddressSet {
        AddressSet(try blocks.map { try CIDR($0) })
    }
}
