/// What carbonwall remembers between its runs.
package struct EnforcementState: Hashable, Sendable {
    /// How many policies are remembered.
    package static let longestHistory = 10

    /// The policies, oldest first, at most 10.
    package internal(set) var history: [AppliedPolicy] = []
    /// The number of the policy in force; nil where there is none.
    package internal(set) var current: Int?
    /// When that came into force; nil where nothing was ever changed.
    package internal(set) var since: CalendarTime?
    /// The number of the policy that was in force last, whether or not it still is; nil where none ever was.
    package internal(set) var lastInForce: Int?
    /// The number of the policy that the next boot loads: the last that was in force and confirmed; nil where there is none.
    package internal(set) var confirmed: Int?
    /// The kernel's rules as the last change left them; nil where nothing is known.
    package internal(set) var mark: KernelMark?
    /// What waits for a confirmation; nil where nothing does.
    package internal(set) var pending: PendingConfirmation?
    /// How the last confirmation ended; nil where there was none.
    package internal(set) var lastOutcome: ConfirmationOutcome?
    /// The place that the state describes; nil if nothing was ever changed, or an earlier version wrote it.
    package internal(set) var owner: StateOwner?
    /// The number of the next policy.
    package internal(set) var nextNumber = 1

    /// Nothing applied yet.
    package init() {}

    /// The remembered policy `number`; nil where there is none (any more).
    package subscript(number: Int) -> AppliedPolicy? {
        history.first { $0.number == number }
    }

    /// Remembers a policy whose ruleset is stored, before it is applied; forgets the oldest one beyond 10 that nothing needs.
    ///
    /// - Parameters:
    ///   - policy: The policy to remember.
    ///   - kept: One that mustn't be forgotten for it.
    /// - Precondition: Its number is `nextNumber`.
    package mutating func add(_ policy: AppliedPolicy, keeping kept: Int? = nil) {
        precondition(policy.number == nextNumber, "a policy's number is given by the state")
        history.append(policy)
        nextNumber += 1
        let needed = [current, lastInForce, confirmed, pending?.previous, pending?.policy, policy.number, kept]
        while history.count > Self.longestHistory,
            let oldest = history.firstIndex(where: { !needed.contains($0.number) })
        {
            history.remove(at: oldest)
        }
    }

    /// Notes which rules the kernel has.
    ///
    /// - Parameters:
    ///   - number: The policy that they are of; nil where our table is gone.
    ///   - mark: The kernel's rules after the change.
    ///   - isConfirmed: Whether they shall stay, also over the next boot.
    ///   - time: When they came into force, where they weren't before.
    package mutating func enforce(
        _ number: Int?,
        mark: KernelMark?,
        isConfirmed: Bool,
        at time: CalendarTime = .now
    ) {
        precondition(number == nil || history.contains { $0.number == number }, "a policy that is remembered")
        if number != current { since = time }
        current = number
        lastInForce = number ?? lastInForce
        self.mark = mark
        if let index = history.firstIndex(where: { $0.number == number }) { history[index].wasInForce = true }
        if isConfirmed { keepCurrent() }
    }

    /// Forgets policies that were about to be applied and never were.
    package mutating func forgetUnapplied() {
        history.removeAll { !$0.wasInForce && $0.number != pending?.policy }
    }

    /// What was in force before the present rules; nil where nothing is known of it.
    ///
    /// That is the last policy with a smaller number that was in force; where none of ours is, the one that was last.
    package var before: AppliedPolicy? {
        guard let current else { return lastInForce.flatMap { self[$0] } }
        return history.last { $0.wasInForce && $0.number < current }
    }

    /// Remembers what the policy `number` was made from.
    mutating func remember(_ selection: StoredSelection?, _ origin: PolicyOrigin?, of number: Int) {
        guard let index = history.firstIndex(where: { $0.number == number }) else { return }
        history[index].selection = selection
        history[index].origin = origin
    }

    /// Makes the policy in force the one that the next boot loads, unless somebody made it by hand.
    mutating func keepCurrent() {
        if let current, self[current]?.isFoundInKernel == true { return }
        confirmed = current
        if let index = history.firstIndex(where: { $0.number == current }) { history[index].isConfirmed = true }
    }
}
