import Emitters
import Policy

extension EmitTarget {
    /// A template with network security groups.
    static let azure = EmitTarget(
        name: "azure",
        formats: [
            .cloud("arm") { deployment, options throws(InvalidInput) in try options.azureEmitter.emit(deployment) }
        ],
        options: [.name, .quota],
        quotas: AzureLimits.kinds,
        takesDeployments: true
    )
}

extension TargetOptions {
    /// What writes groups within Azure's limits.
    var azureEmitter: AzureEmitter { AzureEmitter(limits: AzureLimits(raisedQuotas)) }
}
