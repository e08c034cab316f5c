import Emitters
import Policy

extension EmitTarget {
    /// Security groups, as a template or as what Neutron's API takes.
    static let openstack = EmitTarget(
        name: "openstack",
        formats: [
            .cloud("heat") { deployment, options throws(InvalidInput) in
                try options.openStackEmitter.emitHeat(deployment)
            },
            .cloud("neutron") { deployment, options throws(InvalidInput) in
                try options.openStackEmitter.emitNeutron(deployment)
            },
        ],
        options: [.name, .quota],
        quotas: NeutronLimits.kinds,
        takesDeployments: true
    )
}

extension TargetOptions {
    /// What writes groups within a project's quotas.
    var openStackEmitter: OpenStackEmitter { OpenStackEmitter(limits: NeutronLimits(raisedQuotas)) }
}
