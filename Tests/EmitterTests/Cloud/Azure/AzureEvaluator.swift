import Emitters
import Foundation
import Policy

/// Azure's documented semantics over a template's network security group: the lowest priority decides, then the default rules.
struct AzureEvaluator: CloudEvaluator {
    struct Rule: Decodable {
        struct Properties: Decodable {
            let description: String
            let priority: Int
            let direction: String
            let access: String
            let `protocol`: String
            let destinationPortRange: String?
            let destinationPortRanges: [String]?
            let sourceAddressPrefix: String?
            let sourceAddressPrefixes: [String]?
            let sourceApplicationSecurityGroups: [Reference]?
            let destinationAddressPrefix: String?
            let destinationAddressPrefixes: [String]?
            let destinationApplicationSecurityGroups: [Reference]?
        }

        struct Reference: Decodable {
            let id: String

            /// `[resourceId('Microsoft.Network/applicationSecurityGroups', 'carbonwall-gw')]` → `carbonwall-gw`.
            var name: String { id.split(separator: "'").dropLast().last.map(String.init) ?? "" }
        }

        let name: String
        let properties: Properties
    }

    private struct Template: Decodable {
        struct Group: Decodable {
            struct Properties: Decodable { let securityRules: [Rule]? }

            let type: String
            let name: String
            let properties: Properties
        }

        let resources: [Group]
    }

    let rules: [Rule]
    /// The rules that are for the machine, by priority, each with its other side.
    private let decisions: [(rule: Rule.Properties, peers: AddressSet)]

    /// The network security group `name` as it is for a machine in the application security group of that name.
    ///
    /// `members` are the addresses of the groups' machines. References to groups that the document doesn't make are nobody.
    init(_ document: String, group name: String = "carbonwall", members: [String: AddressSet] = [:]) throws {
        let template = try JSONDecoder().decode(Template.self, from: Data(document.utf8))
        let groups = template.resources.filter { $0.type == "Microsoft.Network/applicationSecurityGroups" }.map(\.name)
        rules = template.resources.filter { $0.name == name }.flatMap { $0.properties.securityRules ?? [] }
        let made = members.filter { groups.contains($0.key) }
        let own = groups.contains(name) ? [name] : []
        decisions = try rules.map(\.properties).filter { $0.isFor(own) }.sorted { $0.priority < $1.priority }
            .map { ($0, try $0.peers(made)) }
    }

    /// A peer that no rule decides about may be in the virtual network, which the default rules let in.
    func allowedPorts(
        _ direction: Packet.Direction,
        _ transport: Transport,
        peer: IPAddress
    ) -> [ClosedRange<UInt16>] {
        var ports = PortDecisions()
        let wanted = direction == .inbound ? "Inbound" : "Outbound"
        for (rule, peers) in decisions where rule.direction == wanted && peers.contains(peer) {
            guard ["*", transport.rawValue].contains(rule.protocol.lowercased()) else { continue }
            let texts = rule.destinationPortRanges ?? rule.destinationPortRange.map { [$0] } ?? []
            ports.decide(IntervalSet(portTexts: texts) ?? IntervalSet(), isAllowed: rule.access == "Allow")
        }
        ports.decide(.allPorts, isAllowed: true)
        return ports.allowed.intervals
    }
}

extension AzureEvaluator.Rule.Properties {
    private typealias Side = (prefixes: [String], groups: [String])

    private var source: Side {
        let prefixes = sourceAddressPrefixes ?? [sourceAddressPrefix].compactMap(\.self)
        return (prefixes, (sourceApplicationSecurityGroups ?? []).map(\.name))
    }

    private var destination: Side {
        let prefixes = destinationAddressPrefixes ?? [destinationAddressPrefix].compactMap(\.self)
        return (prefixes, (destinationApplicationSecurityGroups ?? []).map(\.name))
    }

    /// Whether its own side is everybody's, or that of a machine in the application security groups `groups`.
    fileprivate func isFor(_ groups: [String]) -> Bool {
        let own = direction == "Inbound" ? destination : source
        return own.prefixes == ["*"] || own.prefixes.isEmpty && own.groups == groups
    }

    /// The service tag of load balancers is no peer of the tests.
    fileprivate func peers(_ members: [String: AddressSet]) throws -> AddressSet {
        let other = direction == "Inbound" ? source : destination
        if other.prefixes == ["*"] { return .everything }
        let blocks = try other.prefixes.filter { $0 != "AzureLoadBalancer" }.map { try CIDR($0) }
        return AddressSet(blocks).union(AddressSet(unionOf: other.groups.compactMap { members[$0] }))
    }
}
