extension EnforcementState {
    /// Notes that a policy waits for a confirmation.
    ///
    /// - Throws: `alreadyPending` where another does.
    package mutating func begin(_ confirmation: PendingConfirmation) throws(ConfirmationError) {
        if let pending { throw .alreadyPending(pending) }
        precondition(self[confirmation.policy] != nil, "a policy that is remembered")
        pending = confirmation
    }

    /// Forgets the pending confirmation: the policy wasn't applied, or a rollback answers it.
    package mutating func abandonConfirmation() {
        pending = nil
    }

    /// Notes that the policy in force shall stay.
    ///
    /// - Returns: What was confirmed.
    /// - Throws: Where nothing waits for it, or no longer.
    @discardableResult
    package mutating func confirm(
        now: BootTime = .now,
        boot: BootID,
        time: CalendarTime = .now
    ) throws(ConfirmationError) -> PendingConfirmation {
        guard let pending else { throw .nothingPending(lastOutcome) }
        guard pending.boot == boot else { throw .interruptedByBoot(pending) }
        guard now < pending.deadline else { throw .expired(pending, ago: now.since(pending.deadline)) }
        guard current == pending.policy else { throw .notApplied(pending) }
        keepCurrent()
        end(pending, .confirmed, at: time)
        return pending
    }

    /// Notes that the kernel has the rules from before the pending confirmation again.
    mutating func restorePrevious(of pending: PendingConfirmation, mark: KernelMark?, time: CalendarTime = .now) {
        enforce(pending.previous, mark: mark, isConfirmed: false, at: time)
        end(pending, .restored, at: time)
    }

    /// Notes that the kernel got the rules from before `pending` again, which is answered with that.
    mutating func noteRestoration(of pending: PendingConfirmation, time: CalendarTime = .now) {
        end(pending, .restored, at: time)
    }

    /// Notes that boot found the kernel without the policy that waits, as after a restart of the machine: it can't be confirmed
    /// any more, and no watchdog knows it again.
    mutating func interruptConfirmation() {
        guard let pending else { return }
        self.pending = PendingConfirmation(
            policy: pending.policy,
            previous: pending.previous,
            deadline: pending.deadline,
            boot: .interrupted,
            token: .random()
        )
    }

    /// Notes that the rules from before the pending confirmation couldn't be restored; it stays pending.
    mutating func noteFailure(of pending: PendingConfirmation, reason: String, time: CalendarTime = .now) {
        let reason = reason.prefix(ofBytes: ConfirmationOutcome.longestReason)
        lastOutcome = ConfirmationOutcome(policy: pending.policy, time: time, result: .failed(reason))
    }

    private mutating func end(
        _ pending: PendingConfirmation,
        _ result: ConfirmationOutcome.Result,
        at time: CalendarTime
    ) {
        self.pending = nil
        lastOutcome = ConfirmationOutcome(policy: pending.policy, time: time, result: result)
    }
}

/// Why a policy can't be confirmed.
package enum ConfirmationError: EnforcementError, Hashable {
    /// Nothing waits; that is how the last confirmation ended, where there was one.
    case nothingPending(ConfirmationOutcome?)
    /// The time is over.
    case expired(PendingConfirmation, ago: Duration)
    /// The machine was started anew since; boot loads the last confirmed policy.
    case interruptedByBoot(PendingConfirmation)
    /// `apply` ended before the policy was in force.
    case notApplied(PendingConfirmation)
    /// The watchdog restored the rules before while the answer was on its way to the disk.
    case undone(PendingConfirmation)
    /// The answer is noted, and whether the watchdog restored the rules before at the same time can't be found out.
    case unsettled(PendingConfirmation, String)
    /// Another policy waits to be confirmed.
    case alreadyPending(PendingConfirmation)

    /// Whether nobody knows which rules are in force.
    package var isDoubt: Bool {
        if case .unsettled = self { true } else { false }
    }
    /// The kernel hasn't the rules that were applied: that differs; nothing is named if our table isn't there.
    case differs(PendingConfirmation, [String])
}

extension ConfirmationError {
    /// What is wrong, in one line.
    package var description: String {
        switch self {
        case .nothingPending(let last): "nothing waits to be confirmed" + (last.map { ": \($0)" } ?? "")
        case .expired(let pending, let ago):
            "too late: the time to confirm policy \(pending.policy) was over \(ago.components.seconds) s ago"
        case .interruptedByBoot(let pending):
            "too late: the machine was started anew, or boot found the rules gone, while policy \(pending.policy) waited to be confirmed"
        case .undone(let pending):
            "too late: this took so long that the watchdog of policy \(pending.policy) has restored the rules before it"
        case .unsettled(let pending, let reason):
            "this is noted, and nobody knows whether the watchdog of policy \(pending.policy) restored the rules before it meanwhile: \(reason)"
        case .notApplied(let pending): "policy \(pending.policy) can't be confirmed: it was never in force"
        case .alreadyPending(let pending): "policy \(pending.policy) waits to be confirmed"
        case .differs(let pending, let changes):
            "policy \(pending.policy) isn't confirmed, since it isn't what the kernel has: " + Self.summary(changes)
        }
    }

    /// The first of `changes`, and how many more there are.
    private static func summary(_ changes: [String]) -> String {
        guard !changes.isEmpty else { return "table inet carbonwall isn't loaded" }
        let shown = changes.prefix(5).joined(separator: "; ")
        return "somebody changed it: " + shown + (changes.count > 5 ? "; and \(changes.count - 5) more" : "")
    }

    /// What to do about it; nil where there is nothing to do.
    package var advice: String? {
        switch self {
        case .nothingPending: nil
        case .expired: "carbonwall status says what is in force; apply the policy again if you still want it"
        case .undone, .unsettled: "carbonwall status says what is in force"
        case .interruptedByBoot: "apply the policy again if you still want it"
        case .notApplied: "carbonwall rollback makes sure of the rules before it"
        case .alreadyPending: "carbonwall confirm keeps it, carbonwall rollback goes back at once"
        case .differs: "it still goes away in time; carbonwall rollback goes back at once, then apply it again"
        }
    }
}

extension ConfirmationOutcome: CustomStringConvertible {
    /// `policy 7 was confirmed`.
    package var description: String {
        switch result {
        case .confirmed: "policy \(policy) was confirmed"
        case .restored: "policy \(policy) wasn't confirmed in time, and the rules before it were restored"
        case .failed(let reason):
            "policy \(policy) wasn't confirmed in time, and the rules before it couldn't be restored: \(reason)"
        }
    }
}
