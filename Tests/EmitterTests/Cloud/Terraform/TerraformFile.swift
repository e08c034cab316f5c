import Foundation
import Policy

/// A `.tf.json` with security groups of AWS and their rules.
struct TerraformFile: Decodable {
    /// An argument's value.
    enum Value: Decodable, Hashable {
        case text(String)
        case number(Int)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let number = try? container.decode(Int.self) {
                self = .number(number)
            } else {
                self = .text(try container.decode(String.self))
            }
        }

        var text: String? {
            if case .text(let text) = self { text } else { nil }
        }

        var number: Int? {
            if case .number(let number) = self { number } else { nil }
        }
    }

    private let resource: [String: [String: [String: Value]]]

    init(_ text: String) throws {
        self = try JSONDecoder().decode(Self.self, from: Data(text.utf8))
    }

    /// The rules of both directions by their keys.
    var rules: [String: [String: Value]] {
        let ingress = resource["aws_vpc_security_group_ingress_rule"] ?? [:]
        return ingress.merging(resource["aws_vpc_security_group_egress_rule"] ?? [:]) { first, _ in first }
    }

    /// What the rules of `group` allow.
    func allowances(_ group: String) throws -> Allowances {
        Allowances(
            ingress: try allowances(of: group, "aws_vpc_security_group_ingress_rule"),
            egress: try allowances(of: group, "aws_vpc_security_group_egress_rule")
        )
    }

    private func allowances(of group: String, _ type: String) throws -> [Allowances.Allowance] {
        let own = (resource[type] ?? [:]).values.filter { $0["security_group_id"]?.text == Self.reference(group) }
        return try own.map { rule in
            Allowances.Allowance(
                rule["ip_protocol"]?.text ?? "",
                rule["from_port"]?.number,
                rule["to_port"]?.number,
                try Self.addresses(rule)
            )
        }
    }

    private static func reference(_ group: String) -> String { "${aws_security_group.\(group).id}" }

    private static func addresses(_ rule: [String: Value]) throws -> AddressSet {
        if let block = (rule["cidr_ipv4"] ?? rule["cidr_ipv6"])?.text { return AddressSet([try CIDR(block)]) }
        let referenced = rule["referenced_security_group_id"]?.text
        return SampleDeployment.members.first { reference($0.key) == referenced }?.value ?? AddressSet()
    }
}
