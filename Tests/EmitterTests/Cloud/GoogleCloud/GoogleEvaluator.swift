import Emitters
import Foundation
import Policy

/// Google Cloud's documented semantics over a list of `Firewall` resources: the lowest priority number decides, a denial before
/// an allowance of the same; without a rule, ingress is denied and egress allowed.
struct GoogleEvaluator: CloudEvaluator {
    struct Rule: Decodable {
        struct Layer4: Decodable {
            let IPProtocol: String
            let ports: [String]?
        }

        let name: String
        let direction: String
        let priority: Int
        let sourceRanges: [String]?
        let sourceTags: [String]?
        let sourceServiceAccounts: [String]?
        let destinationRanges: [String]?
        let allowed: [Layer4]?
        let denied: [Layer4]?
        let targetTags: [String]?
        let targetServiceAccounts: [String]?
    }

    let rules: [Rule]
    private let members: [String: AddressSet]

    /// The rules of `document` for a machine that is known by the tag or account `machine`, of all machines where nil; `members`
    /// are the addresses of the machines with each tag or account.
    init(_ document: String, for machine: String? = nil, members: [String: AddressSet] = [:]) throws {
        let rules = try JSONDecoder().decode([Rule].self, from: Data(document.utf8))
        self.rules = rules.filter { rule in
            machine.map { (rule.targetTags ?? rule.targetServiceAccounts ?? [$0]).contains($0) } ?? true
        }
        self.members = members
    }

    func allowedPorts(
        _ direction: Packet.Direction,
        _ transport: Transport,
        peer: IPAddress
    ) -> [ClosedRange<UInt16>] {
        var decisions = PortDecisions()
        let wanted = direction == .inbound ? "INGRESS" : "EGRESS"
        let matching = rules.filter { rule in
            rule.direction == wanted && matches(rule, peer)
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

extension GoogleEvaluator {
    /// Ranges and machines in one rule mean either.
    private func matches(_ rule: Rule, _ peer: IPAddress) -> Bool {
        (rule.sourceRanges ?? rule.destinationRanges ?? []).contains { peer.isInside($0) }
            || (rule.sourceTags ?? rule.sourceServiceAccounts ?? []).contains { members[$0]?.contains(peer) == true }
    }
}

extension GoogleEvaluator.Rule {
    fileprivate var order: (Int, Int) { (priority, denied == nil ? 1 : 0) }
}
