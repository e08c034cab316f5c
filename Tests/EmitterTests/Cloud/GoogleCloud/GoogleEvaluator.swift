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
    /// The rules in the order in which they decide, each with its other side.
    private let decisions: [(rule: Rule, peers: AddressSet)]

    /// The rules of `document` for a machine that is known by the tag or account `machine`, of all machines where nil.
    ///
    /// `members` are the addresses of the machines with each tag or account.
    init(_ document: String, for machine: String? = nil, members: [String: AddressSet] = [:]) throws {
        rules = try JSONDecoder().decode([Rule].self, from: Data(document.utf8)).filter { rule in
            machine.map { (rule.targetTags ?? rule.targetServiceAccounts ?? [$0]).contains($0) } ?? true
        }
        decisions = try rules.sorted { $0.order < $1.order }.map { ($0, try $0.peers(members)) }
    }

    func allowedPorts(
        _ direction: Packet.Direction,
        _ transport: Transport,
        peer: IPAddress
    ) -> [ClosedRange<UInt16>] {
        var ports = PortDecisions()
        let wanted = direction == .inbound ? "INGRESS" : "EGRESS"
        for (rule, peers) in decisions where rule.direction == wanted && peers.contains(peer) {
            for layer in rule.allowed ?? rule.denied ?? [] where ["all", transport.rawValue].contains(layer.IPProtocol)
            {
                let named = layer.ports.flatMap { IntervalSet(portTexts: $0) } ?? .allPorts
                ports.decide(named, isAllowed: rule.allowed != nil)
            }
        }
        ports.decide(.allPorts, isAllowed: direction == .outbound)
        return ports.allowed.intervals
    }
}

extension GoogleEvaluator.Rule {
    fileprivate var order: (Int, Int) { (priority, denied == nil ? 1 : 0) }

    /// Ranges and machines in one rule mean either.
    fileprivate func peers(_ members: [String: AddressSet]) throws -> AddressSet {
        let machines = (sourceTags ?? sourceServiceAccounts ?? []).compactMap { members[$0] }
        return AddressSet(try (sourceRanges ?? destinationRanges ?? []).map { try CIDR($0) })
            .union(AddressSet(unionOf: machines))
    }
}
