import Emitters
import Policy

/// Whose cloud Terraform manages, by the names that its registry has.
enum TerraformProvider: String, Hashable, CaseIterable {
    case aws
    case azurerm
    case google
    case openstack
}

extension EmitTarget {
    /// Terraform configuration in JSON with security groups of AWS.
    static let terraform = EmitTarget(
        name: "terraform",
        formats: [
            .securityGroups("tf.json", for: "terraform") { groups, _ throws(CommandFailure) in
                try CommandFailure.catching { () throws(InvalidInput) in
                    CloudDocument(text: try AWSTerraform.configuration(groups))
                }
            }
        ],
        options: [.name, .provider, .sourceGroup, .split],
        takesDeployments: true
    )

    /// The same target for another provider than its first one; other targets know none and stay what they are.
    func written(for provider: TerraformProvider?) -> EmitTarget {
        guard name == Self.terraform.name else { return self }
        return switch provider {
        case nil, .aws: self
        case .azurerm: .terraformAzure
        case .google: .terraformGoogle
        case .openstack: .terraformOpenStack
        }
    }

    private static let terraformAzure = EmitTarget(
        name: terraform.name,
        formats: [
            .cloud("tf.json") { policy, name, _ throws(InvalidInput) in
                try AzureEmitter(name: name).emitTerraform(policy)
            }
        ],
        options: [.name, .provider]
    )

    private static let terraformGoogle = EmitTarget(
        name: terraform.name,
        formats: [
            .cloud("tf.json") { policy, name, options throws(InvalidInput) in
                try options.googleEmitter(name).emitTerraform(policy)
            }
        ],
        options: gcp.options + [.provider]
    )

    private static let terraformOpenStack = EmitTarget(
        name: terraform.name,
        formats: [
            .cloud("tf.json") { policy, name, options throws(InvalidInput) in
                try OpenStackEmitter(name: name, quota: options.quota).emitTerraform(policy)
            }
        ],
        options: openstack.options + [.provider]
    )
}
