import Emitters
import Policy

extension EmitTarget {
    /// A security group, as a template or as what Neutron's API takes.
    static let openstack = EmitTarget(
        name: "openstack",
        formats: [
            .cloud("heat") { policy, name, options throws(InvalidInput) in
                try OpenStackEmitter(name: name, quota: options.quota).emitHeat(policy)
            },
            .cloud("neutron") { policy, name, options throws(InvalidInput) in
                try OpenStackEmitter(name: name, quota: options.quota).emitNeutron(policy)
            },
        ],
        options: [.name, .quota]
    )
}
