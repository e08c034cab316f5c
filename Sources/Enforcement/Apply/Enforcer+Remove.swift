import Netfilter

extension Enforcer {
    /// Takes our table away, and nothing else; the next boot loads none.
    ///
    /// A confirmation that waits is answered by it.
    ///
    /// - Returns: Whether the table was there, and what can't come back.
    /// - Throws: `LockError`, `StateError`, `NetfilterError`, `ApplyError`, `ConfirmationError`.
    package consuming func remove() throws -> RemovalOutcome {
        var session = try begin("remove")
        let survey = try session.survey()
        try session.keepWhatIsThere(survey)
        var mark = survey.mark
        if survey.origin != .nothing {
            mark = try session.commit(over: survey.live) { _ throws(NetfilterError) in try Batch.removing(Self.table) }
        }
        let before = session.state
        session.state.abandonConfirmation()
        try session.note(nil, mark: mark, isConfirmed: true)
        try session.settle(before)
        return RemovalOutcome(wasThere: survey.origin != .nothing, lost: survey.unkeepable)
    }
}

/// What a removal did.
package struct RemovalOutcome: Hashable, Sendable {
    /// Whether there was a table to take away.
    package let wasThere: Bool
    /// What somebody had added to it by hand that couldn't be kept: `map inet carbonwall ports`.
    package let lost: [String]
}
