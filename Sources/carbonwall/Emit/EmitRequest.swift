import Emitters
import Policy
import RulesEngine

/// What `emit` was asked for, beside the target.
struct EmitRequest {
    /// Whose firewall it is: one host, or every node of a policy file; at least one.
    let hosts: [NodeHost]
    /// What only some targets know.
    let options: TargetOptions
    /// Which node of a policy file the host is, where one was named.
    let node: CatalogName?

    /// The one host of targets that write one host's firewall.
    var host: ResolvedHost { hosts[0].host }

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

/// A host, and which node of a policy file it is where all of them are written.
struct NodeHost {
    /// nil where it is the only host.
    let node: String?
    let host: ResolvedHost
    /// Of the node's machines; none where it is the only host.
    var addresses = AddressSet()
}
