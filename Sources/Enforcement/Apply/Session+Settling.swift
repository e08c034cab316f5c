import Netfilter

extension Session {
    /// Looks, after the answer to the confirmation of `before` was saved, whether its watchdog restored the rules meanwhile: it
    /// doesn't wait for ever for the lock that this process has.
    ///
    /// - Parameter before: What was remembered before the answer.
    /// - Throws: `ConfirmationError.undone` if it did; then what is remembered is what the kernel has. `unsettled` if that can't be
    ///   found out.
    mutating func settle(_ before: EnforcementState) throws(ConfirmationError) {
        guard let pending = before.pending else { return }
        guard folder.waitForRestoration(of: pending) else {
            throw .unsettled(pending, "the watchdog neither restores them nor leaves")
        }
        do {
            guard let found = try restored() else { return folder.removeRestorationMark() }
            state = before
            state.follow(found)
            state.noteRestoration(of: pending)
        } catch {
            throw .unsettled(pending, "\(error)")
        }
        // The kernel has the old rules, whether that can be noted or not.
        try? save()
        folder.removeRestorationMark()
        throw .undone(pending)
    }

    /// The kernel's rules if they aren't those that are remembered as in force, but remembered otherwise; nil else.
    private mutating func restored() throws -> Survey? {
        if let mark = state.mark, try mark == KernelMark(generation: socket.generation().rawValue, at: place) {
            return nil
        }
        let found = try survey()
        switch found.origin {
        case .nothing: return state.current == nil ? nil : found
        case .policy(let number): return state.current == number ? nil : found
        // The watchdog restores nothing of the kind.
        case .foreign: return nil
        }
    }
}
