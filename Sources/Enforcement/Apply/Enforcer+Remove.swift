import Netfilter

extension Enforcer {
    /// Takes our table away, and nothing else; the next boot loads none.
    ///
    /// A confirmation that waits is answered by it.
    ///
    /// - Returns: Whether the table was there, and what can't come back.
    /// - Throws: `LockError`, `StateError`, `NetfilterError`, `ApplyError`.
    package borrowing func remove() throws -> RemovalOutcome {
        let lock = try lock(for: "remove")
        var socket = try NetlinkSocket()
        var state = try folder.load()
        let survey = try Survey(&socket, state, knowing: RememberedAddresses(state, folder, &socket))
        try keepWhatIsThere(survey, &state, holding: lock)
        var mark = survey.mark
        if survey.origin != .nothing {
            mark = try Self.commit(over: survey.live, &socket) { _ throws(NetfilterError) in
                try Batch.removing(Self.table)
            }
        }
        state.abandonConfirmation()
        try note(nil, mark: mark, isConfirmed: true, in: &state, holding: lock)
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
