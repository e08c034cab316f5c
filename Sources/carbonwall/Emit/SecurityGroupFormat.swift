import Emitters
import Policy
import RulesEngine

extension EmitFormat {
    /// The format `name` of the target `target`, in which `write` writes security groups of AWS.
    static func securityGroups(
        _ name: String,
        for target: String,
        _ write: @escaping @Sendable ([SecurityGroup], TargetOptions) throws(CommandFailure) -> CloudDocument
    ) -> EmitFormat {
        EmitFormat(name: name) { request throws(CommandFailure) in
            let emitter = AWSEmitter(
                name: try request.cloudName(),
                audiences: request.options.audienceGroups,
                splits: request.options.splits
            )
            let nodes = request.hosts.map { (name: $0.node, policy: $0.host.policy) }
            let groups: [SecurityGroup]
            let notes: [String]
            do throws(InvalidInput) {
                groups = try emitter.groups(nodes, for: target)
                notes = try emitter.notes(nodes, for: target)
            } catch {
                throw .invalid(error)
            }
            let document = try write(groups, request.options)
            return EmittedFirewall(content: .text(document.text), notes: notes + document.notes)
        }
    }
}

extension TargetOptions {
    fileprivate var audienceGroups: [Audience: [CloudGroup]] {
        Dictionary(grouping: sourceGroups, by: \.audience).mapValues { $0.map(\.group) }
    }
}
