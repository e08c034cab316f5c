import Emitters
import Foundation
import Policy

/// Google Cloud's documented semantics over a list of `Firewall` resources: the lowest priority number decides, a denial before
/// an allowance of the same; without a rule, ingress is denied and egress allowed.
struct GoogleEvaluator: CloudEvaluator, Decodable {
    struct Rule: Decodable {
        struct Layer4: Decodable {
            let IPProtocol: String
            let ports: [String]?
        }

        let name: String
        let direction: String
        let priority: Int
        let sourceRanges: [String]?
        let destinationRanges: [String]?
        let allowed: [Layer4]?
        let denied: [Layer4]?
        let targetTags: [String]?
        let targetServiceAccounts: [String]?
    }

    let rules: [Rule]

    init(_ document: String) throws {
        rules = try JSONDecoder().decode([Rule].self, from: Data(document.utf8))
    }

    func allowedPorts(
        _ direction: Packet.Direction,
        _ transport: Transport,
        peer: IPAddress
    ) -> [ClosedRange<UInt16>] {
        var decisions = PortDecisions()
        let wanted = direction == .inbound ? "INGRESS" : "EGRESS"
        let matching = rules.filter { rule in
            rule.direction == wanted
                && (rule.sourceRanges ?? rule.destinationRanges ?? []).contains { peer.isInside($0) }
        }
        for rule in matching.sorted(by: { $0.order < $1.order }) {
            for layer in rule.allowed ?? rule.denied ?? [] where ["all", transport.rawValue].contains(layer.IPProtocol)
            {
                let ports = layer.ports.flatMap { IntervalSet(portTexts: $0) } ?? .allPorts
                decisions.decide(ports, isAllowed: rule.allowed != nil)
            }
        }
        decisions.decide(.allPorts, isAllowed: direction == .outbound)
        return decisions.allowed.intervals
    }
}

extension GoogleEvaluator.Rule {
    fileprivate var order: (Int, Int) { (priority, denied == nil ? 1 : 0) }
}
