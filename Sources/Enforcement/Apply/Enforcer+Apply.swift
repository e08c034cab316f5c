import Netfilter
import Policy

extension Enforcer {
    /// How often is planned anew where somebody else changes rules at the same time.
    static var attempts: Int { 10 }

    /// Makes the rules of a policy the kernel's, all at once, or changes nothing.
    ///
    /// - Returns: What was changed; nothing where the kernel has these rules.
    /// - Throws: `ConfirmationError.alreadyPending`, `ApplyError`, `LockError`, `StateError`, `WatchdogError`, `NetfilterError`.
    package borrowing func apply(_ request: ApplyRequest) throws -> ApplyOutcome {
        let lock = try lock(for: "apply")
        var socket = try NetlinkSocket()
        let digest = request.policy.digest
        for _ in 0..<Self.attempts {
            var state = try folder.load()
            try checkNothingIsPending(&state)
            if let same = try unchanged(digest, request, &state, &socket, holding: lock) { return same }
            do {
                return try change(request, digest, &state, &socket, holding: lock)
            } catch ApplyError.changedMeanwhile {
                continue
            }
        }
        throw ApplyError.changedMeanwhile
    }

    /// Forgets a confirmation that the last start of the machine has settled.
    ///
    /// - Throws: `ConfirmationError.alreadyPending` where one still waits.
    private borrowing func checkNothingIsPending(_ state: inout EnforcementState) throws {
        switch try folder.confirmationStatus(of: state) {
        case nil: return
        case .interruptedByBoot: state.abandonConfirmation()
        case .waiting(let pending, _), .restoring(let pending), .unwatched(let pending, _):
            throw ConfirmationError.alreadyPending(pending)
        }
    }

    /// The outcome where nobody has changed any rules since the same policy was applied; nil where that isn't so.
    ///
    /// Nothing but the generation is asked of the kernel.
    private borrowing func unchanged(
        _ digest: String,
        _ request: ApplyRequest,
        _ state: inout EnforcementState,
        _ socket: inout NetlinkSocket,
        holding lock: borrowing StateLock
    ) throws -> ApplyOutcome? {
        guard let mark = state.mark, let current = try state.policyInForce(at: socket.generation()),
            request.isMet(by: current, digest)
        else { return nil }
        return try keep(current, mark, request, &state, holding: lock)
    }

    /// Notes that the policy that the kernel has already is wanted.
    private borrowing func keep(
        _ policy: AppliedPolicy,
        _ mark: KernelMark,
        _ request: ApplyRequest,
        _ state: inout EnforcementState,
        holding lock: borrowing StateLock
    ) throws(StateError) -> ApplyOutcome {
        let before = state
        state.enforce(policy.number, mark: mark, isConfirmed: request.confirmation == nil)
        if state != before { try folder.save(state, holding: lock) }
        return ApplyOutcome(changes: [], policy: state[policy.number] ?? policy, pending: nil, findings: [])
    }

    /// Plans, asks the guard, makes the way back, and changes the kernel's rules.
    private borrowing func change(
        _ request: ApplyRequest,
        _ digest: String,
        _ state: inout EnforcementState,
        _ socket: inout NetlinkSocket,
        holding lock: borrowing StateLock
    ) throws -> ApplyOutcome {
        let survey = try Survey(&socket, state, knowing: RememberedAddresses(state, folder, &socket))
        let wanted = try KernelTable(request.ruleset)
        let plan = Plan(from: survey.live.table, to: wanted)
        if plan.changes.isEmpty {
            return try adopt(request, digest, wanted, survey, &state, holding: lock)
        }
        let findings = try Self.findings(request, survey)
        try keepWhatIsThere(survey, &state, holding: lock)
        state.forgetUnapplied()
        let policy = try store(request, digest, wanted, in: &state, holding: lock)
        let mark: KernelMark
        do {
            try prepareWayBack(from: policy.number, request.confirmation, &state, holding: lock)
            mark = try Self.commit(over: survey.live, &socket) { live throws(NetfilterError) in
                try Batch.bringing(live, to: wanted)
            }
        } catch {
            try giveUp(error, &state, holding: lock)
            throw MissingFeatures(explaining: error, of: wanted, &socket) ?? error
        }
        try note(policy.number, mark: mark, isConfirmed: request.confirmation == nil, in: &state, holding: lock)
        return ApplyOutcome(
            changes: plan.changes,
            policy: state[policy.number] ?? policy,
            pending: state.pending,
            findings: findings
        )
    }

    /// Remembers rules that the kernel has already and that are those of the request: `nft -f` loaded them, or an apply was
    /// killed before it noted that it was done.
    private borrowing func adopt(
        _ request: ApplyRequest,
        _ digest: String,
        _ wanted: KernelTable,
        _ survey: Survey,
        _ state: inout EnforcementState,
        holding lock: borrowing StateLock
    ) throws -> ApplyOutcome {
        if case .policy(let number) = survey.origin, let policy = state[number], request.isMet(by: policy, digest) {
            return try keep(policy, survey.mark, request, &state, holding: lock)
        }
        let policy = try store(request, digest, wanted, in: &state, holding: lock)
        return try keep(policy, survey.mark, request, &state, holding: lock)
    }

    /// What the lock-out guard says, and what couldn't be brought back.
    ///
    /// - Throws: `ApplyError.refused` where any of it speaks against the request, and that isn't forced.
    private static func findings(_ request: ApplyRequest, _ survey: Survey) throws(ApplyError) -> [Finding] {
        let access = LockoutGuard.check(request.policy, .current())
        let findings = (request.isAuditOnly ? access.map(\.asWarning) : access) + survey.unkeepable.map(unkeepable)
        guard !request.isForced else { return findings.map(\.asWarning) }
        guard findings.allSatisfy({ $0.severity != .error }) else { throw .refused(findings) }
        return findings
    }

    private static func unkeepable(_ name: String) -> Finding {
        Finding(
            .error,
            "not-restorable",
            "\(name): somebody added it by hand, and carbonwall couldn't bring it back",
            hint: "move it into a table of its own, which carbonwall never touches"
        )
    }
}

extension Finding {
    /// The same, for somebody who goes on nevertheless.
    fileprivate var asWarning: Finding {
        var finding = self
        finding.severity = .warning
        return finding
    }
}
