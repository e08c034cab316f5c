import Catalog

extension Runtime {
    /// The roles that a node of `role` has to fill where only the roles `present` exist: its own, and those that fall back to it.
    func rolesFilled(by role: String?, present: Set<String>) -> Set<String> {
        guard let role else { return [] }
        return Set(roles.map(\.id).filter { filler(of: $0, present: present) == role })
    }

    /// The role that does the work of `role`: itself where it is present, else the first present one it falls back to.
    private func filler(of role: String, present: Set<String>) -> String? {
        var current: String? = role
        for _ in roles {
            guard let id = current, !present.contains(id) else { return current }
            current = roles.first { $0.id == id }?.fallback
        }
        return nil
    }
}

extension PortDefinition {
    /// Whether `caller`, in one of `callerRoles`, connects to this port of `owner` where that has one of `targetRoles`.
    func isCalled(by caller: String, callerRoles: Set<String>, owner: String, targetRoles: Set<String>) -> Bool {
        peers.contains { relation in
            (relation.target == PeerRelation.anyRole || targetRoles.contains(relation.target))
                && relation.callers.contains { name in
                    name == caller
                        || caller == owner && callerRoles.contains(name)
                        || callerRoles.contains { name == "\(caller)/\($0)" }
                }
        }
    }
}
