import Emitters
import Policy

extension EmitTarget {
    /// Firewall rules of a network.
    static let gcp = EmitTarget(
        name: "gcp",
        formats: [
            .cloud("rest") { deployment, options throws(InvalidInput) in try options.googleEmitter.emit(deployment) }
        ],
        options: [.name, .network, .targetTag, .serviceAccount, .quota],
        quotas: GoogleLimits.kinds,
        takesDeployments: true
    )
}

extension TargetOptions {
    /// What writes rules for the network and the machines that were named.
    var googleEmitter: GoogleCloudEmitter {
        GoogleCloudEmitter(
            network: network ?? "default",
            machines: GoogleMachineNames(tags: targetTags, serviceAccounts: serviceAccounts),
            limits: GoogleLimits(raisedQuotas)
        )
    }
}
