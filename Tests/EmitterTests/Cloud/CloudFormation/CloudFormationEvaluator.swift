import Foundation
import Policy

/// What a template's groups allow, with their rules inline and apart.
enum CloudFormationEvaluator {
    private struct Template: Decodable {
        let Resources: [String: Resource]
    }

    private struct Resource: Decodable {
        let `Type`: String
        let Properties: Properties
    }

    private struct Properties: Decodable {
        let GroupId: Reference?
        let SecurityGroupIngress: [Rule]?
        let SecurityGroupEgress: [Rule]?
    }

    /// A rule, inline or as the properties of a resource.
    private struct Rule: Decodable {
        let IpProtocol: String
        let FromPort: Int?
        let ToPort: Int?
        let CidrIp: String?
        let CidrIpv6: String?
        let SourceSecurityGroupId: Reference?
        let DestinationSecurityGroupId: Reference?
    }

    private struct Reference: Decodable {
        let attribute: [String]

        enum CodingKeys: String, CodingKey {
            case attribute = "Fn::GetAtt"
        }
    }

    /// What the group with the logical identifier `group` allows; `members` are the addresses of groups' members, by these.
    static func allowances(of group: String, in text: String, members: [String: AddressSet]) throws -> Allowances {
        let resources = try JSONDecoder().decode(Template.self, from: Data(text.utf8)).Resources
        guard let own = resources[group] else { throw InvalidInput([]) }
        var ingress = own.Properties.SecurityGroupIngress ?? []
        var egress = own.Properties.SecurityGroupEgress ?? []
        for (name, resource) in resources where resource.Properties.GroupId?.attribute.first == group {
            let rule = try self.rule(name, in: text)
            if resource.Type.hasSuffix("Ingress") { ingress.append(rule) } else { egress.append(rule) }
        }
        let allowance = { (rule: Rule) in
            Allowances.Allowance(rule.IpProtocol, rule.FromPort, rule.ToPort, try addresses(rule, members))
        }
        return Allowances(ingress: try ingress.map(allowance), egress: try egress.map(allowance))
    }

    private static func rule(_ name: String, in text: String) throws -> Rule {
        let whole = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        let resource = (whole?["Resources"] as? [String: Any])?[name] as? [String: Any]
        let properties = try JSONSerialization.data(withJSONObject: resource?["Properties"] ?? [:])
        return try JSONDecoder().decode(Rule.self, from: properties)
    }

    private static func addresses(_ rule: Rule, _ members: [String: AddressSet]) throws -> AddressSet {
        if let block = rule.CidrIp ?? rule.CidrIpv6 { return AddressSet([try CIDR(block)]) }
        let reference = rule.SourceSecurityGroupId ?? rule.DestinationSecurityGroupId
        return reference?.attribute.first.flatMap { members[$0] } ?? AddressSet()
    }
}
