import Emitters
import Policy

extension EmitTarget {
    /// A template with a network security group.
    static let azure = EmitTarget(
        name: "azure",
        formats: [.cloud("arm") { policy, name, _ throws(InvalidInput) in try AzureEmitter(name: name).emit(policy) }],
        options: [.name]
    )
}
