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
            .securityGroups("tf.json", for: "terraform", merges: false) { request throws(InvalidInput) in
                let isSplit = request.groups.contains { $0.first != nil }
                return CloudDocument(
                    text: try AWSTerraform.configuration(request.groups),
                    notes: isSplit ? [splitNote] : []
                )
            }
        ],
        options: [.name, .provider, .sourceGroup, .split, .icmp, .quota],
        quotas: SecurityGroupLimits.kinds,
        takesDeployments: true
    )

    private static let splitNote =
        "which of several groups a rule is in depends on the others: a change may move rules, which Terraform destroys and makes anew; "
        + "--quota rules=N keeps one group where AWS takes more"

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

    private static let terraformAzure = azure.terraform(.azurerm) { deployment, options throws(InvalidInput) in
        try options.azureEmitter.emitTerraform(deployment)
    }

    private static let terraformGoogle = gcp.terraform(.google) { deployment, options throws(InvalidInput) in
        try options.googleEmitter.emitTerraform(deployment)
    }

    private static let terraformOpenStack = openstack.terraform(.openstack) {
        deployment,
        options throws(InvalidInput) in
        try options.openStackEmitter.emitTerraform(deployment)
    }

    /// The target `terraform` for `provider`, this one's cloud, which knows the same options.
    private func terraform(
        _ provider: TerraformProvider,
        _ emit: @escaping @Sendable (CloudDeployment, TargetOptions) throws(InvalidInput) -> CloudDocument
    ) -> EmitTarget {
        var target = self
        target.name = "\(Self.terraform.name) --provider \(provider.rawValue)"
        target.formats = [.cloud("tf.json", emit)]
        target.options.append(.provider)
        return target
    }
}
