/// How a pending confirmation stands.
package enum ConfirmationStatus: Hashable, Sendable {
    /// The watchdog waits; `left` is the time that is left.
    case waiting(PendingConfirmation, left: Duration)
    /// The time is over, and the watchdog is at work.
    case restoring(PendingConfirmation)
    /// The watchdog is dead: nobody will restore the rules before it, so `rollback` has to. `left` is negative where the time
    /// is over.
    case unwatched(PendingConfirmation, left: Duration)
    /// The machine was started anew: boot has loaded the last confirmed policy.
    case interruptedByBoot(PendingConfirmation)
}

extension StateFolder {
    /// How the pending confirmation of `state` stands; nil where nothing is pending.
    ///
    /// - Throws: Where it can't be told.
    package borrowing func confirmationStatus(
        of state: EnforcementState,
        now: BootTime = .now
    ) throws(StateError) -> ConfirmationStatus? {
        guard let pending = state.pending else { return nil }
        guard try pending.boot == currentBoot(), try !isOfPlaceThatIsGone(state) else {
            return .interruptedByBoot(pending)
        }
        let left = pending.deadline.since(now)
        guard try watchdog(of: pending) != nil else { return .unwatched(pending, left: left) }
        return left > .zero ? .waiting(pending, left: left) : .restoring(pending)
    }

    /// Whether the network namespace that waits doesn't exist any more, as if the machine had been started anew.
    private borrowing func isOfPlaceThatIsGone(_ state: EnforcementState) throws(StateError) -> Bool {
        guard let owner = state.owner else { return false }
        do {
            if case .gone = owner.relation(to: try .current()) { return true }
            return false
        } catch {
            throw .system(error)
        }
    }

    private borrowing func currentBoot() throws(StateError) -> BootID {
        do {
            return try .current()
        } catch {
            throw .system(error)
        }
    }
}
