extension Enforcer {
    /// Confirms the policy that waits for it: it stays, also over the next boot, and its watchdog ends.
    ///
    /// It stays only if the kernel has exactly what was applied.
    ///
    /// - Parameter isCompared: False if something else stands for the kernel, as in tests of the watchdog.
    /// - Returns: The policy, and a doubt about the disk.
    /// - Throws: `ConfirmationError` if nothing waits, it is too late, or the kernel has other rules; then its watchdog goes on.
    ///   `LockError`, `StateError`, `NetfilterError`.
    @discardableResult
    package consuming func confirm(comparing isCompared: Bool = true) throws -> ConfirmOutcome {
        var session = try begin("confirm")
        let survey = try session.survey()
        if let pending = session.state.pending, pending.policy != session.state.current {
            session.state.follow(survey)
        }
        let before = session.state
        let confirmed = try session.state.confirm(boot: session.place.boot)
        guard let policy = session.state[confirmed.policy] else { throw ConfirmationError.notApplied(confirmed) }
        if isCompared {
            try session.check(survey, is: policy, of: confirmed)
            session.state.mark = survey.mark
        }
        let doubt = try session.saveAnswer()
        if isCompared { try session.settle(before) }
        return ConfirmOutcome(policy: policy, doubt: doubt)
    }
}

/// What a confirmation did.
package struct ConfirmOutcome: Hashable, Sendable {
    /// The policy that stays.
    package let policy: AppliedPolicy
    /// Why a power cut may bring the policy before back, since the disk doesn't say that this is kept; nil mostly.
    package let doubt: StateError?
}

extension Session {
    /// Remembers the answer to a confirmation: from then on its watchdog leaves, so there is no way back from that.
    ///
    /// - Returns: Why it may be lost in a power cut; nil if it is safe.
    /// - Throws: If it isn't remembered.
    fileprivate borrowing func saveAnswer() throws(StateError) -> StateError? {
        // A disk that keeps nothing says so here, before anybody could have seen the answer.
        try folder.checkSync()
        do {
            try save()
            return nil
        } catch .unsynced(let path, let problem) {
            return .unsynced(path, problem)
        }
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
