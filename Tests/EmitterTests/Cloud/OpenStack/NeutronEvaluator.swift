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
        let remote_ip_prefix: String?
        let remote_group_id: String?
        let description: String
    }

    struct Group: Decodable {
        struct Name: Decodable { let name: String }

        let security_group: Name
        let security_group_rules: [Rule]
    }

    private struct Deployment: Decodable { let groups: [Group] }

    let rules: [Rule]
    private let members: [String: AddressSet]

    /// The one group of `document`, or that of its groups which is called `name`; `members` are the addresses of the groups' members.
    init(_ document: String, group name: String? = nil, members: [String: AddressSet] = [:]) throws {
        let data = Data(document.utf8)
        let groups = try name.map { _ in try JSONDecoder().decode(Deployment.self, from: data).groups }
        let all = try groups ?? [JSONDecoder().decode(Group.self, from: data)]
        rules = all.filter { name == nil || $0.security_group.name == name }.flatMap(\.security_group_rules)
        self.members = members.filter { member in all.contains { $0.security_group.name == member.key } }
    }

    func allowedPorts(
        _ direction: Packet.Direction,
        _ transport: Transport,
        peer: IPAddress
    ) -> [ClosedRange<UInt16>] {
        let wanted = direction == .inbound ? "ingress" : "egress"
        if direction == .outbound, !rules.contains(where: { $0.direction == wanted }) { return [1...65535] }
        let matching = rules.filter {
            $0.direction == wanted && $0.protocol == transport.rawValue && matches($0, peer)
        }
        return matching.map { UInt16($0.port_range_min)...UInt16($0.port_range_max) }
    }

    /// A rule is for one family, also where it names a group.
    private func matches(_ rule: Rule, _ peer: IPAddress) -> Bool {
        guard rule.ethertype == (peer.isIPv6 ? "IPv6" : "IPv4") else { return false }
        if let prefix = rule.remote_ip_prefix { return peer.isInside(prefix) }
        return rule.remote_group_id.flatMap { members[$0] }?.contains(peer) == true
    }
}

extension IPAddress {
    fileprivate var isIPv6: Bool {
        if case .v6 = self { true } else { false }
    }
}
