import Netfilter

extension Enforcer {
    /// Confirms the policy that waits for it: it stays, also over the next boot.
    ///
    /// - Returns: The policy.
    /// - Throws: `ConfirmationError` where nothing waits or it is too late; `LockError`, `StateError`, `NetfilterError`.
    package borrowing func confirm() throws -> AppliedPolicy {
        let lock = try lock(for: "confirm")
        var state = try folder.load()
        if state.current != state.pending?.policy {
            var socket = try NetlinkSocket()
            state.follow(try Survey(&socket, state, knowing: RememberedAddresses(state, folder, &socket)))
        }
        let confirmed = try state.confirm(boot: .current())
        guard let policy = state[confirmed.policy] else { throw ConfirmationError.notApplied(confirmed) }
        try folder.save(state, holding: lock)
        return policy
    }
}
