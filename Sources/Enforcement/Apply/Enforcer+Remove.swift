import Netfilter

extension Enforcer {
    /// Takes our table away, and nothing else; the next boot loads none.
    ///
    /// A confirmation that waits is answered by it.
    ///
    /// - Returns: Whether the table was there.
    /// - Throws: `LockError`, `StateError`, `NetfilterError`, `ApplyError`.
    package borrowing func remove() throws -> Bool {
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
        return survey.origin != .nothing
    }
}
