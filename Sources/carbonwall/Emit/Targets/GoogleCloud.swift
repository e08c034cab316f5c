import Emitters
import Policy

extension EmitTarget {
    /// Firewall rules of a network.
    static let gcp = EmitTarget(
        name: "gcp",
        formats: [
            .cloud("rest") { policy, name, options throws(InvalidInput) in
                try options.googleEmitter(name).emit(policy)
            }
        ],
        options: [.name, .network, .targetTag, .serviceAccount]
    )
}

extension TargetOptions {
    /// What writes the rules called `name` for the network and the machines that were named.
    ///
    /// - Throws: That machines were named in two ways.
    func googleEmitter(_ name: CloudName) throws(InvalidInput) -> GoogleCloudEmitter {
        GoogleCloudEmitter(name: name, network: network ?? "default", targets: try googleTargets)
    }

    /// The machines that were named; nil where none were.
    private var googleTargets: GoogleTargets? {
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
