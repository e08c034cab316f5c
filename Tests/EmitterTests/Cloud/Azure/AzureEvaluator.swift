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
            let destinationAddressPrefix: String?
            let destinationAddressPrefixes: [String]?
        }

        let name: String
        let properties: Properties
    }

    private struct Template: Decodable {
        struct Group: Decodable {
            struct Properties: Decodable { let securityRules: [Rule] }

            let properties: Properties
        }

        let resources: [Group]
    }

    let rules: [Rule]

    init(_ document: String) throws {
        let template = try JSONDecoder().decode(Template.self, from: Data(document.utf8))
        rules = template.resources.flatMap(\.properties.securityRules)
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
            guard ["*", transport.rawValue].contains(rule.protocol.lowercased()), rule.matches(peer) else { continue }
            let texts = rule.destinationPortRanges ?? rule.destinationPortRange.map { [$0] } ?? []
            decisions.decide(IntervalSet(portTexts: texts) ?? IntervalSet(), isAllowed: rule.access == "Allow")
        }
        decisions.decide(.allPorts, isAllowed: true)
        return decisions.allowed.intervals
    }
}

extension AzureEvaluator.Rule.Properties {
    fileprivate func matches(_ peer: IPAddress) -> Bool {
        let own = direction == "Inbound" ? destinationAddressPrefix : sourceAddressPrefix
        guard own == "*" else { return false }
        let single = direction == "Inbound" ? sourceAddressPrefix : destinationAddressPrefix
        let several = direction == "Inbound" ? sourceAddressPrefixes : destinationAddressPrefixes
        return single == "*" || (several ?? [single].compactMap(\.self)).contains { peer.isInside($0) }
    }
}
