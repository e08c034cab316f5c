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
    private let allowances: Allowances

    /// The one group of `document`, or that of its groups which is called `name`.
    ///
    /// `members` are the addresses of the groups' members. A reference to a group that the document doesn't make is nobody.
    init(_ document: String, group name: String? = nil, members: [String: AddressSet] = [:]) throws {
        let data = Data(document.utf8)
        let groups = try name.map { _ in try JSONDecoder().decode(Deployment.self, from: data).groups }
        let all = try groups ?? [JSONDecoder().decode(Group.self, from: data)]
        let rules = all.filter { name == nil || $0.security_group.name == name }.flatMap(\.security_group_rules)
        let made = members.filter { member in all.contains { $0.security_group.name == member.key } }
        let allowances = { (direction: String) in
            try rules.filter { $0.direction == direction }.map { try $0.allowance(made) }
        }
        let egress = try allowances("egress")
        self.rules = rules
        self.allowances = Allowances(
            ingress: try allowances("ingress"),
            egress: egress.isEmpty ? [Allowances.Allowance("-1", nil, nil, .everything)] : egress
        )
    }

    func allowedPorts(
        _ direction: Packet.Direction,
        _ transport: Transport,
        peer: IPAddress
    ) -> [ClosedRange<UInt16>] {
        allowances.allowedPorts(direction, transport, peer: peer)
    }
}

extension NeutronEvaluator.Rule {
    /// A rule is for one family, also where it names a group.
    fileprivate func allowance(_ members: [String: AddressSet]) throws -> Allowances.Allowance {
        let named = remote_group_id.flatMap { members[$0] } ?? AddressSet()
        let peers = try remote_ip_prefix.map { AddressSet([try CIDR($0)]) } ?? named
        let family = AddressSet([try CIDR(ethertype == "IPv6" ? "::/0" : "0.0.0.0/0")])
        return Allowances.Allowance(`protocol`, port_range_min, port_range_max, peers.intersection(family))
    }
}
