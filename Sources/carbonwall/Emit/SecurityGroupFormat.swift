import Emitters
import Policy

extension EmitFormat {
    /// The format `name` of the target `target`, in which `write` writes security groups of AWS.
    static func securityGroups(
        _ name: String,
        for target: String,
        _ write: @escaping @Sendable ([SecurityGroup], TargetOptions) throws(CommandFailure) -> CloudDocument
    ) -> EmitFormat {
        EmitFormat(name: name) { request throws(CommandFailure) in
            let deployment = try request.cloudDeployment()
            let (groups, notes) = try CommandFailure.catching { () throws(InvalidInput) in
                let limits = try SecurityGroupLimits(request.options.raisedQuotas)
                let emitter = AWSEmitter(splits: request.options.splits, limits: limits)
                return (try emitter.groups(deployment, for: target), try deployment.hosts(for: target).notes)
            }
            let document = try write(groups, request.options)
            return EmittedFirewall(content: .text(document.text), notes: notes + document.notes)
        }
    }
}
