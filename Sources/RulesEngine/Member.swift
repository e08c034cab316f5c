import Catalog
import Policy

/// A runtime as one or more nodes of a deployment run it.
struct Member: Sendable {
    var runtime: ResolvedRuntime
    var candidates: [Candidate]
    /// Ports of it that have other audiences than the catalog's.
    var exposures: [Exposure]
    /// Of all machines that run it so.
    var addresses = AddressSet()
    /// Its role, and those of the deployment's missing roles that fall back to it.
    var rolesFilled: Set<String> = []

    /// Whether `definition` has its audiences from an exposure.
    func exposes(_ definition: PortDefinition) -> Bool {
        exposures.contains { $0.port.matches(runtime.definition, definition.id) }
    }
}

extension [Member] {
    /// The same with `rolesFilled` set, which needs all roles of the deployment to be known.
    func fillingRoles() -> [Member] {
        var present: [String: Set<String>] = [:]
        for member in self {
            present[member.runtime.definition.id, default: []].formUnion([member.runtime.role].compactMap(\.self))
        }
        return map { member in
            var result = member
            let definition = member.runtime.definition
            result.rolesFilled = definition.rolesFilled(by: member.runtime.role, present: present[definition.id] ?? [])
            return result
        }
    }
}
