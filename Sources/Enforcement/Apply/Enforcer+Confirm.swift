extension Enforcer {
    /// Confirms the policy that waits for it: it stays, also over the next boot, and its watchdog ends.
    ///
    /// - Returns: The policy.
    /// - Throws: `ConfirmationError` where nothing waits or it is too late; `LockError`, `StateError`, `NetfilterError`.
    @discardableResult
    package consuming func confirm() throws -> AppliedPolicy {
        var session = try begin("confirm")
        if let pending = session.state.pending, pending.policy != session.state.current {
            session.state.follow(try session.survey())
        }
        let confirmed = try session.state.confirm(boot: .current())
        guard let policy = session.state[confirmed.policy] else { throw ConfirmationError.notApplied(confirmed) }
        try session.save()
        return policy
    }
}
