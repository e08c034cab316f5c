import Emitters
import Foundation
import Policy

/// AWS's documented semantics over the groups of one machine: what any rule of any of them allows may pass, nothing else.
struct AWSEvaluator: CloudEvaluator {
    struct Group: Decodable {
        let GroupName: String
        let GroupId: String?
        let IpPermissions: [Permission]
        let IpPermissionsEgress: [Permission]
    }

    struct Permission: Decodable {
        let IpProtocol: String
        let FromPort: Int?
        let ToPort: Int?
        let IpRanges: [Peer]?
        let Ipv6Ranges: [Peer]?
        let UserIdGroupPairs: [Peer]?
    }

    struct Peer: Decodable {
        let CidrIp: String?
        let CidrIpv6: String?
        let GroupName: String?
        let GroupId: String?
    }

    /// What `emit aws` writes, and what `aws ec2 describe-security-groups` does.
    private struct Document: Decodable {
        let groups: [Group]?
        let SecurityGroups: [Group]?
    }

    /// The names of the groups that count.
    let groupNames: [String]
    private let allowances: Allowances

    /// The groups of `document` that begin with `name`; `members` are the private addresses of their members, by the groups' names.
    init(_ document: String, groups name: String = "carbonwall", members: [String: AddressSet] = [:]) throws {
        let document = try JSONDecoder().decode(Document.self, from: Data(document.utf8))
        let all = document.groups ?? document.SecurityGroups ?? []
        let identified = all.compactMap { group in
            group.GroupId.flatMap { id in members[group.GroupName].map { (id, $0) } }
        }
        let members = members.merging(identified) { first, _ in first }
        let own = all.filter { $0.GroupName.hasPrefix(name) }
        groupNames = own.map(\.GroupName)
        let allowance = { (permission: Permission) in
            Allowances.Allowance(
                permission.IpProtocol,
                permission.FromPort,
                permission.ToPort,
                AddressSet(unionOf: try permission.peers.map { try $0.addresses(members) })
            )
        }
        allowances = Allowances(
            ingress: try own.flatMap(\.IpPermissions).map(allowance),
            egress: try own.flatMap(\.IpPermissionsEgress).map(allowance)
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

extension AWSEvaluator.Permission {
    fileprivate var peers: [AWSEvaluator.Peer] { (IpRanges ?? []) + (Ipv6Ranges ?? []) + (UserIdGroupPairs ?? []) }
}

extension AWSEvaluator.Peer {
    fileprivate func addresses(_ members: [String: AddressSet]) throws -> AddressSet {
        if let block = CidrIp ?? CidrIpv6 { return AddressSet([try CIDR(block)]) }
        return (GroupName ?? GroupId).flatMap { members[$0] } ?? AddressSet()
    }
}
