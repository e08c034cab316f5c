import Emitters
import Foundation
import Policy

/// Neutron's documented semantics over a group's rules: all of them allow, and nothing else is.
///
/// A group without egress rules of the document's keeps those that it was made with, which allow everything.
struct NeutronEvaluator: CloudEvaluator {
    struct Rule: Decodable, Hashable {
        let direction: String
        let ethertype: String
        let `protocol`: String
        let port_range_min: Int
        let port_range_max: Int
        let remote_ip_prefix: String
        let description: String
    }

    private struct Document: Decodable { let security_group_rules: [Rule] }

    let rules: [Rule]

    init(_ document: String) throws {
        rules = try JSONDecoder().decode(Document.self, from: Data(document.utf8)).security_group_rules
    }

    func allowedPorts(
        _ direction: Packet.Direction,
        _ transport: Transport,
        peer: IPAddress
    ) -> [ClosedRange<UInt16>] {
        let wanted = direction == .inbound ? "ingress" : "egress"
        if direction == .outbound, !rules.contains(where: { $0.direction == wanted }) { return [1...65535] }
        let matching = rules.filter {
            $0.direction == wanted && $0.protocol == transport.rawValue && peer.isInside($0.remote_ip_prefix)
        }
        return matching.map { UInt16($0.port_range_min)...UInt16($0.port_range_max) }
    }
}
