extension Enforcer {
    /// Confirms the policy that waits for it: it stays, also over the next boot.
    ///
    /// - Returns: The policy.
    /// - Throws: `ConfirmationError` where nothing waits or it is too late; `LockError`, `StateError`, `NetfilterError`.
    package consuming func confirm() throws -> AppliedPolicy {
        var session = try begin("confirm")
        if session.state.current != session.state.pending?.policy {
            session.state.follow(try session.survey())
        }
        let confirmed = try session.state.confirm(boot: .current())
        guard let policy = session.state[confirmed.policy] else { throw ConfirmationError.notApplied(confirmed) }
        try session.save()
        return policy
    }
}
