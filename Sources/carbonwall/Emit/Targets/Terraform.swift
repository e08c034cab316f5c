import Emitters
import Policy

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
        options: [.name, .sourceGroup, .split],
        takesDeployments: true
    )
}
