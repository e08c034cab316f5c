import Netfilter
import Policy

extension Session {
    /// Follows what the kernel has, and makes sure that it can be brought back: foreign rules become a remembered policy, unless
    /// there is something unkeepable among them.
    ///
    /// - Parameters:
    ///   - survey: What the kernel has.
    ///   - target: A policy that mustn't be forgotten for it.
    /// - Throws: `ApplyError.owned` if none of it can be changed, `StateError`, `NetfilterError`.
    mutating func keepWhatIsThere(_ survey: Survey, besides target: Int? = nil) throws {
        try survey.live.checkOwner()
        let titleOfForeign = state.current.map { "policy \($0), changed by hand" } ?? "rules found in the kernel"
        state.follow(survey)
        guard survey.origin == .foreign, survey.unkeepable.isEmpty, let table = survey.live.table else { return }
        let ruleset = try store(table)
        let found = AppliedPolicy(number: state.nextNumber, digest: "", title: titleOfForeign, ruleset: ruleset)
        state.add(found, keeping: target)
        state.enforce(found.number, mark: survey.mark, isConfirmed: false)
        try save()
    }

    /// Stores the ruleset of a request and remembers it, before it is applied.
    mutating func remember(_ request: ApplyRequest, _ table: KernelTable) throws -> AppliedPolicy {
        var policy = AppliedPolicy(
            number: state.nextNumber,
            digest: request.digest,
            title: request.policy.title,
            ruleset: try store(table, failSafe: FailSafe(request).bytes),
            isAuditOnly: request.isAuditOnly
        )
        policy.origin = request.origin
        policy.selection = try store(request.selection, as: policy.number)
        state.add(policy)
        return policy
    }

    /// Says for good that policy `number` is about to be applied, and starts its watchdog where it is to be confirmed.
    mutating func prepareWayBack(from number: Int, _ confirmation: ApplyRequest.Confirmation?) throws {
        guard let confirmation else { return try save() }
        let pending = try PendingConfirmation(of: number, backTo: state.current, within: confirmation.seconds)
        try state.begin(pending)
        try save()
        let arguments = confirmation.watchdogArguments(try folder.absolutePath, pending.token)
        try WatchdogLauncher().launch(for: pending, in: folder, arguments: arguments)
        guard BootTime.now < pending.deadline else { throw ApplyError.tooLate(seconds: confirmation.seconds) }
    }

    /// Forgets what was about to be applied and wasn't, because of `error`.
    ///
    /// Where nobody knows whether it was, it stays pending, and the next run finds out; so it does where this can't be saved.
    mutating func giveUp(because error: any Error) {
        if case NetfilterError.outcomeUnknown = error { return }
        state.abandonConfirmation()
        state.forgetUnapplied()
        try? save()
    }
}
