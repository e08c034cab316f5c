import Policy
import YAMLReader

extension RuntimeReader {
    /// The ports that clients need together with `id`.
    mutating func needs(_ node: YAMLNode?, of id: String?) -> [String] {
        let needs = fields.names(node, "port", among: names.ports) ?? []
        if let node, let id, needs.contains(id) { fields.report("needs-itself", at: node, "'\(id)' can't need itself") }
        return needs
    }

    /// Who connects to which role, of those roles that listen; `listening` is empty where all do.
    mutating func peers(_ node: YAMLNode?, listening: [String]) -> [PeerRelation] {
        let targets = (listening.isEmpty ? names.roles : listening) + [PeerRelation.anyRole]
        let pairs = fields.entries(of: node, "peers") ?? []
        return pairs.compactMap { pair in
            if !targets.contains(pair.key) {
                let message = "no role \(pair.key.quotedForMessage) listens on this port"
                let hint = suggestion(for: pair.key, in: targets)
                fields.report("unknown-role", at: fields.location(ofKey: pair), message, hint: hint)
            }
            let callers = callers(pair.value)
            return callers.isEmpty ? nil : PeerRelation(target: pair.key, callers: callers)
        }
    }

    private mutating func callers(_ node: YAMLNode) -> [String] {
        guard case .sequence(let items) = node.content, !items.isEmpty else {
            fields.report("wrong-kind", at: node, "the callers must be a list of at least one role or runtime")
            return []
        }
        return items.compactMap { caller($0) }
    }

    /// A role of this runtime, another runtime, or `RUNTIME/ROLE`.
    private mutating func caller(_ node: YAMLNode) -> String? {
        let known = names.roles + [names.runtime].compactMap(\.self) + names.otherRuntimes
        guard let text = fields.text(node) else { return nil }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        if parts.count == 2, names.otherRuntimes.contains(parts[0]) {
            let location = fields.location(node)
            guard let role = fields.checkedIdentifier(parts[1], at: location) else { return nil }
            foreignCallers.append(.init(runtime: parts[0], role: role, location: location))
        } else if !known.contains(text) {
            let message = "there is no role or runtime \(text.quotedForMessage) that could connect"
            let hint = suggestion(for: text, in: known) + "; other runtimes have to be in other-runtimes"
            fields.report("unknown-role", at: node, message, hint: hint)
        }
        return text
    }
}
