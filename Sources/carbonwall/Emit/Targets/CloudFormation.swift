import Emitters
import Policy

extension EmitTarget {
    /// A CloudFormation template with security groups.
    static let cloudformation = EmitTarget(
        name: "cloudformation",
        formats: [
            .securityGroups("template", for: "cloudformation") { groups, _ throws(CommandFailure) in
                try CommandFailure.catching { () throws(InvalidInput) in try CloudFormationEmitter.template(groups) }
            }
        ],
        options: [.name, .sourceGroup, .split, .quota],
        quotas: SecurityGroupLimits.kinds,
        takesDeployments: true
    )
}
