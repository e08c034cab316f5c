import Emitters
import Policy
import RulesEngine

extension EmitFormat {
    /// The format `name`, in which `emit` writes hosts' policies for a cloud.
    static func cloud(
        _ name: String,
        _ emit: @escaping @Sendable (CloudDeployment, TargetOptions) throws(InvalidInput) -> CloudDocument
    ) -> EmitFormat {
        EmitFormat(name: name) { request throws(CommandFailure) in
            let deployment = try request.cloudDeployment()
            let document = try CommandFailure.catching { () throws(InvalidInput) in
                try emit(deployment, request.options)
            }
            return EmittedFirewall(content: .text(document.text), notes: document.notes)
        }
    }
}

extension EmitRequest {
    /// The hosts as clouds write them.
    ///
    /// - Throws: `CommandFailure.usage` where a node's name can't be part of one in a cloud.
    func cloudDeployment() throws(CommandFailure) -> CloudDeployment {
        let machines = hosts.compactMap { host in host.node.map { ($0, host.addresses) } }
        return CloudDeployment(
            hosts.map { (name: $0.node, policy: $0.host.policy) },
            name: try cloudName(),
            machines: Dictionary(machines) { first, _ in first },
            audiences: Dictionary(grouping: options.sourceGroups, by: \.audience).mapValues { $0.map(\.group) }
        )
    }
}
