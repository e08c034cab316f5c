import Emitters
import Policy

extension EmitTarget {
    /// A CloudFormation template with security groups.
    static let cloudformation = EmitTarget(
        name: "cloudformation",
        formats: [
            .securityGroups("template", for: "cloudformation") { request throws(InvalidInput) in
                try CloudFormationEmitter.template(request.groups)
            }
        ],
        options: [.name, .sourceGroup, .split, .icmp, .quota],
        quotas: SecurityGroupLimits.kinds,
        takesDeployments: true
    )
}
