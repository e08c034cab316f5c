import Emitters
import Policy
import RulesEngine

extension EmitFormat {
    /// The format `name`, in which `emit` writes a host's policy for a cloud.
    static func cloud(
        _ name: String,
        _ emit: @escaping @Sendable (HostPolicy, CloudName, TargetOptions) throws(InvalidInput) -> CloudDocument
    ) -> EmitFormat {
        EmitFormat(name: name) { request throws(CommandFailure) in
            let cloudName = try request.cloudName()
            let document = try CommandFailure.catching { () throws(InvalidInput) in
                try emit(request.host.policy, cloudName, request.options)
            }
            return EmittedFirewall(content: .text(document.text), notes: document.notes)
        }
    }
}
