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
    /// The group of application security groups that the machine is in, and the addresses of these groups' members.
    private let machine: String
    private let members: [String: AddressSet]

    /// The network security group `name` as it is for a machine in the application security group of that name.
    ///
    /// `members` are the addresses of the groups' machines. References to groups that the document doesn't make are nobody.
    init(_ document: String, group name: String = "carbonwall", members: [String: AddressSet] = [:]) throws {
        let template = try JSONDecoder().decode(Template.self, from: Data(document.utf8))
        let groups = template.resources.filter { $0.type == "Microsoft.Network/applicationSecurityGroups" }.map(\.name)
        rules = template.resources.filter { $0.name == name }.flatMap { $0.properties.securityRules ?? [] }
        machine = groups.contains(name) ? name : ""
        self.members = members.filter { groups.contains($0.key) }
    }

    /// A peer that no rule decides about may be in the virtual network, which the default rules let in.
    func allowedPorts(
        _ direction: Packet.Direction,
        _ transport: Transport,
        peer: IPAddress
    ) -> [ClosedRange<UInt16>] {
        var decisions = PortDecisions()
        let wanted = direction == .inbound ? "Inbound" : "Outbound"
        for rule in rules.map(\.properties).sorted(by: { $0.priority < $1.priority }) where rule.direction == wanted {
            guard ["*", transport.rawValue].contains(rule.protocol.lowercased()), matches(rule, peer) else { continue }
            let texts = rule.destinationPortRanges ?? rule.destinationPortRange.map { [$0] } ?? []
            decisions.decide(IntervalSet(portTexts: texts) ?? IntervalSet(), isAllowed: rule.access == "Allow")
        }
        decisions.decide(.allPorts, isAllowed: true)
        return decisions.allowed.intervals
    }
}

extension AzureEvaluator {
    private func matches(_ rule: Rule.Properties, _ peer: IPAddress) -> Bool {
        let (own, other) =
            rule.direction == "Inbound" ? (rule.destination, rule.source) : (rule.source, rule.destination)
        guard own.prefixes == ["*"] || own.groups == [machine] else { return false }
        return other.prefixes.contains { $0 == "*" || peer.isInside($0) }
            || other.groups.contains { members[$0]?.contains(peer) == true }
    }
}

extension AzureEvaluator.Rule.Properties {
    fileprivate typealias Side = (prefixes: [String], groups: [String])

    fileprivate var source: Side {
        let prefixes = sourceAddressPrefixes ?? [sourceAddressPrefix].compactMap(\.self)
        return (prefixes, (sourceApplicationSecurityGroups ?? []).map(\.name))
    }

    fileprivate var destination: Side {
        let prefixes = destinationAddressPrefixes ?? [destinationAddressPrefix].compactMap(\.self)
        return (prefixes, (destinationApplicationSecurityGroups ?? []).map(\.name))
    }
}
