import Netfilter
package import Policy

extension Enforcer {
    /// Goes back to a policy that was in force before.
    ///
    /// A confirmation that waits is answered by it; one that a start of the machine interrupted is over. What was in force stays
    /// remembered, so that `number` can go forward again.
    /// What is the same in both goes on counting.
    ///
    /// - Parameters:
    ///   - number: To which; nil for the one before the pending confirmation, or else before the one in force.
    ///   - isForced: Whether it is gone to although somebody who is connected would be locked out.
    /// - Returns: What is in force then, and what can't come back.
    /// - Throws: `RollbackError`, `LockError`, `StateError`, `NetfilterError`, `ApplyError`, `ConfirmationError`.
    package consuming func rollBack(to number: Int?, isForced: Bool = false) throws -> RollbackOutcome {
        var session = try begin("rollback")
        let survey = try session.surveyUnlessBusy()
        if let survey { session.state.follow(survey) }
        session.forgetInterruptedConfirmation()
        let target = try session.state.rollbackTarget(number)
        let wanted = try target.map { policy throws(StateError) in try session.folder.table(of: policy) }
        let isWatchdogs = session.state.pending.map { $0.previous == target?.number } ?? false
        let answers = wanted.map(RuleAnswers.init)
        var findings = try answers.map { try Self.findings(against: $0, isForced: isForced || isWatchdogs) } ?? []
        if let answers, let survey, survey.live.table == nil {
            findings += KnownConnections.keep(droppedBy: answers.drops)
        }
        let mark: KernelMark?
        if let survey {
            try session.keepWhatIsThere(survey, besides: target?.number)
            mark = try session.commit(over: survey.live) { live throws(NetfilterError) in
                if let wanted { try Batch.bringing(live, to: wanted) } else { try Batch.removing(Self.table) }
            }
        } else {
            mark = try session.restoreUnread(target)
        }
        let before = session.state
        session.state.abandonConfirmation()
        try session.note(target?.number, mark: mark, isConfirmed: !isWatchdogs)
        try session.settle(before)
        if let answers { findings += ForbiddenConnections.findings(droppedBy: answers.drops) }
        let policy = target.flatMap { session.state[$0.number] }
        return RollbackOutcome(policy: policy, lost: survey?.unkeepable ?? [], findings: findings)
    }

    /// Who of those that are connected couldn't come back under the rules of `answers`.
    ///
    /// What the watchdog would do is forced: it may be the way out.
    ///
    /// - Throws: `ApplyError.refused` where there is anybody, and it isn't forced.
    static func findings(against answers: RuleAnswers, isForced: Bool) throws(ApplyError) -> [Finding] {
        let access = SSHAccess.current(losing: answers.drops)
        return try LockoutGuard.check(answers, access).unlessRefused(isForced: isForced)
    }
}

extension Session {
    /// Looks at the kernel; nil if our table changes too often to be read, for which the way back doesn't wait.
    fileprivate mutating func surveyUnlessBusy() throws -> Survey? {
        do {
            return try survey()
        } catch NetfilterError.interrupted {
            return nil
        }
    }

    /// Restores the ruleset of `policy`, or no rules of ours, whatever there is: what the watchdog does.
    fileprivate borrowing func restoreUnread(_ policy: AppliedPolicy?) throws -> KernelMark? {
        guard let policy else { return try KernelRestorer().restore(.none) }
        return try KernelRestorer().restore(.batch(folder.batch(of: policy)))
    }

    /// Forgets a confirmation that a start of the machine has settled: boot has loaded what was confirmed last.
    fileprivate mutating func forgetInterruptedConfirmation() {
        if case .interruptedByBoot? = try? folder.confirmationStatus(of: state) { state.abandonConfirmation() }
    }
}

/// What a rollback did.
package struct RollbackOutcome: Hashable, Sendable {
    /// The policy in force; nil where there was none, so that the table is gone.
    package let policy: AppliedPolicy?
    /// What somebody had added to the table by hand that couldn't be kept: `map inet carbonwall ports`.
    package let lost: [String]
    /// Who couldn't connect again.
    package let findings: [Finding]
}

extension EnforcementState {
    /// What a rollback goes to; nil for no rules of ours.
    func rollbackTarget(_ number: Int?) throws(RollbackError) -> AppliedPolicy? {
        if let number {
            guard let policy = self[number], policy.wasInForce else { throw .unknown(number, known: knownNumbers) }
            return policy
        }
        if let pending { return pending.previous.flatMap { self[$0] } }
        guard let lastKept else { throw .nothingBefore(current, found: foundInKernel) }
        return lastKept
    }

    /// What was in force before, but for what nobody confirmed: that was gone back from once, and may lock everybody out.
    ///
    /// Nor does it go to rules that were found in the kernel: a hole that somebody made by hand would be there for good.
    private var lastKept: AppliedPolicy? {
        var earlier = self
        while let policy = earlier.before {
            if policy.isConfirmed, !policy.isFoundInKernel { return policy }
            earlier.current = policy.number
        }
        return nil
    }

    /// The policies that were found in the kernel before the one in force.
    private var foundInKernel: [Int] {
        history.filter { $0.isFoundInKernel && $0.number < current ?? .max }.map(\.number)
    }

    /// The policies that `--to` can name.
    private var knownNumbers: [Int] { history.filter(\.wasInForce).map(\.number) }
}

/// Why there is nothing to go back to.
package enum RollbackError: EnforcementError, Hashable {
    /// The policy isn't remembered (any more), or never was in force.
    case unknown(Int, known: [Int])
    /// No policy was in force before this one, or before none, but for rules that were found in the kernel.
    case nothingBefore(Int?, found: [Int])

    /// What is wrong, in one line.
    package var description: String {
        switch self {
        case .unknown(let number, _): "policy \(number) isn't remembered"
        case .nothingBefore(let number?, _): "no policy that is remembered was in force before policy \(number)"
        case .nothingBefore(nil, _): "no policy that is remembered was in force before"
        }
    }

    /// What to do about it.
    package var advice: String? {
        switch self {
        case .unknown(_, []): "none is: nothing was applied with this state folder"
        case .unknown(_, let known): "these are: \(known.map { "\($0)" }.joined(separator: ", "))"
        case .nothingBefore(_, []): "carbonwall remove takes the rules away"
        case .nothingBefore(_, let found):
            "rules that somebody had loaded or changed by hand were: carbonwall rollback --to \(found[found.count - 1])"
        }
    }
}
