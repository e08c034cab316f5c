import Netfilter
import Policy

extension Enforcer {
    /// Follows what the kernel has, and makes sure that it can be brought back: foreign rules become a remembered policy, unless
    /// there is something unkeepable among them.
    ///
    /// - Parameters:
    ///   - survey: What the kernel has.
    ///   - target: A policy that mustn't be forgotten for it.
    ///   - state: What is remembered, already saved where anything had to be added to it.
    ///   - lock: The folder's.
    /// - Throws: `StateError`, `NetfilterError`.
    borrowing func keepWhatIsThere(
        _ survey: Survey,
        besides target: Int? = nil,
        _ state: inout EnforcementState,
        holding lock: borrowing StateLock
    ) throws {
        let titleOfForeign = state.current.map { "policy \($0), changed by hand" } ?? "rules found in the kernel"
        state.follow(survey)
        guard survey.origin == .foreign, survey.unkeepable.isEmpty, let table = survey.live.table else { return }
        let ruleset = try folder.store(table, failSafe: [], as: state.nextNumber, holding: lock)
        let found = AppliedPolicy(number: state.nextNumber, digest: "", title: titleOfForeign, ruleset: ruleset)
        state.add(found, keeping: target)
        state.enforce(found.number, mark: survey.mark, isConfirmed: false)
        try folder.save(state, holding: lock)
    }

    /// Stores the ruleset of a policy and remembers it, before it is applied.
    borrowing func store(
        _ request: ApplyRequest,
        _ digest: String,
        _ table: KernelTable,
        in state: inout EnforcementState,
        holding lock: borrowing StateLock
    ) throws -> AppliedPolicy {
        let number = state.nextNumber
        let ruleset = try folder.store(table, failSafe: FailSafe(request).bytes, as: number, holding: lock)
        let applied = AppliedPolicy(
            number: number,
            digest: digest,
            title: request.policy.title,
            ruleset: ruleset,
            isAuditOnly: request.isAuditOnly
        )
        state.add(applied)
        return applied
    }

    /// Saves the state in which policy `number` is about to be applied, and starts its watchdog where it is to be confirmed.
    borrowing func prepareWayBack(
        from number: Int,
        _ confirmation: ApplyRequest.Confirmation?,
        _ state: inout EnforcementState,
        holding lock: borrowing StateLock
    ) throws {
        guard let confirmation else { return try folder.save(state, holding: lock) }
        let pending = try PendingConfirmation(of: number, backTo: state.current, within: confirmation.seconds)
        try state.begin(pending)
        try folder.save(state, holding: lock)
        let arguments = confirmation.watchdogArguments(try folder.absolutePath, pending.token)
        try WatchdogLauncher().launch(for: pending, in: folder, arguments: arguments)
        guard BootTime.now < pending.deadline else { throw ApplyError.tooLate(seconds: confirmation.seconds) }
    }

    /// Forgets what was about to be applied and wasn't, because of `error`.
    ///
    /// Where nobody knows whether it was, it stays pending, and the next run finds out.
    borrowing func giveUp(
        _ error: any Error,
        _ state: inout EnforcementState,
        holding lock: borrowing StateLock
    ) throws(StateError) {
        if case NetfilterError.outcomeUnknown = error { return }
        state.abandonConfirmation()
        state.forgetUnapplied()
        try folder.save(state, holding: lock)
    }

    /// Notes what the kernel has now.
    borrowing func note(
        _ number: Int?,
        mark: KernelMark,
        isConfirmed: Bool,
        in state: inout EnforcementState,
        holding lock: borrowing StateLock
    ) throws(ApplyError) {
        state.enforce(number, mark: mark, isConfirmed: isConfirmed)
        do {
            try folder.save(state, holding: lock)
        } catch {
            throw .notNoted(number, error)
        }
    }
}
