import Emitters
import Policy

extension EmitTarget {
    /// Firewall rules of a network.
    static let gcp = EmitTarget(
        name: "gcp",
        formats: [
            .cloud("rest") { policy, name, options throws(InvalidInput) in
                let emitter = GoogleCloudEmitter(
                    name: name,
                    network: options.network ?? "default",
                    targets: try options.googleTargets
                )
                return try emitter.emit(policy)
            }
        ],
        options: [.name, .network, .targetTag, .serviceAccount]
    )
}

extension TargetOptions {
    /// The machines that were named; nil where none were.
    fileprivate var googleTargets: GoogleTargets? {
        get throws(InvalidInput) {
            if !targetTags.isEmpty, !serviceAccounts.isEmpty {
                let message = "a rule can't name both network tags and service accounts"
                throw InvalidInput([Finding(.error, "target-cannot-express", message, hint: "leave one of them out")])
            }
            if !targetTags.isEmpty { return .tags(targetTags.sorted()) }
            return serviceAccounts.isEmpty ? nil : .serviceAccounts(serviceAccounts.sorted())
        }
    }
}
