import Emitters
import Policy
import RulesEngine

/// What `emit` was asked for, beside the target.
struct EmitRequest {
    /// Whose firewall it is.
    let host: ResolvedHost
    /// What only some targets know.
    let options: TargetOptions
    /// Which node of a policy file the host is, where one was named.
    let node: CatalogName?

    /// What the firewall is called in a cloud.
    ///
    /// - Throws: `CommandFailure.usage` where the node's name can't be part of one.
    func cloudName() throws(CommandFailure) -> CloudName {
        if let name = options.name { return name }
        guard let node else { return .standard }
        guard let name = CloudName("\(CloudName.standard)-\(node.text)") else {
            throw .usage(
                "node \(node.text.quotedForMessage) can't be part of a name in a cloud",
                hint: "give one with --name"
            )
        }
        return name
    }
}
