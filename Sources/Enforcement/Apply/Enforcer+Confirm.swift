extension Enforcer {
    /// Confirms the policy that waits for it: it stays, also over the next boot, and its watchdog ends.
    ///
    /// It stays only if the kernel has exactly what was applied.
    ///
    /// - Parameter isCompared: False if something else stands for the kernel, as in tests of the watchdog.
    /// - Returns: The policy.
    /// - Throws: `ConfirmationError` if nothing waits, it is too late, or the kernel has other rules; then its watchdog goes on.
    ///   `LockError`, `StateError`, `NetfilterError`.
    @discardableResult
    package consuming func confirm(comparing isCompared: Bool = true) throws -> AppliedPolicy {
        var session = try begin("confirm")
        let survey = try session.survey()
        if let pending = session.state.pending, pending.policy != session.state.current {
            session.state.follow(survey)
        }
        let confirmed = try session.state.confirm(boot: .current())
        guard let policy = session.state[confirmed.policy] else { throw ConfirmationError.notApplied(confirmed) }
        if isCompared {
            try session.check(survey, is: policy, of: confirmed)
            session.state.mark = survey.mark
        }
        try session.save()
        return policy
    }
}

extension Session {
    /// Checks that the kernel has the rules of `policy` and nothing else in our table.
    ///
    /// - Throws: `ConfirmationError.differs` if it doesn't.
    fileprivate borrowing func check(
        _ survey: Survey,
        is policy: AppliedPolicy,
        of pending: PendingConfirmation
    ) throws {
        guard survey.origin != .policy(policy.number) || !survey.unkeepable.isEmpty else { return }
        guard let present = survey.live.table else { throw ConfirmationError.differs(pending, []) }
        let changes = Plan(from: try folder.table(of: policy), to: present).changes.map(\.description)
        throw ConfirmationError.differs(pending, changes.isEmpty ? survey.unkeepable : changes)
    }
}
