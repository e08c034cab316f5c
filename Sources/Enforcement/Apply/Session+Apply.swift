import Netfilter
import Policy

extension Session {
    /// Makes the rules of `request` the kernel's, once.
    mutating func apply(_ request: ApplyRequest) throws -> ApplyOutcome {
        try checkNothingIsPending()
        if let mark = state.mark, let current = try state.policyInForce(at: socket.generation()),
            request.isMet(by: current), isStored(current)
        {
            return try keep(current, mark, request)
        }
        let survey = try survey()
        let wanted = try KernelTable(request.ruleset)
        let plan = try Plan(from: survey.live, to: wanted, of: request)
        return try plan.changes.isEmpty
            ? adopt(wanted, survey, request) : perform(plan, from: survey, to: wanted, request)
    }

    /// Forgets a confirmation that the last start of the machine has settled.
    ///
    /// - Throws: `ConfirmationError.alreadyPending` where one still waits, `ApplyError.unanswered` where nobody answers it any more.
    private mutating func checkNothingIsPending() throws {
        switch try folder.confirmationStatus(of: state) {
        case nil: return
        case .interruptedByBoot: state.abandonConfirmation()
        case .unwatched(let pending, let left) where left <= .zero: throw ApplyError.unanswered(pending)
        case .waiting(let pending, _), .restoring(let pending), .unwatched(let pending, _):
            throw ConfirmationError.alreadyPending(pending)
        }
    }

    /// Whether the rules of `policy` can still be loaded from the folder: if not, they are stored anew.
    private borrowing func isStored(_ policy: AppliedPolicy) -> Bool { (try? folder.batch(of: policy)) != nil }

    /// Notes that the policy that the kernel has already is wanted.
    private mutating func keep(
        _ policy: AppliedPolicy,
        _ mark: KernelMark,
        _ request: ApplyRequest
    ) throws(StateError) -> ApplyOutcome {
        let before = state
        state.enforce(policy.number, mark: mark, isConfirmed: request.confirmation == nil)
        if policy.selection == nil, request.selection != nil {
            // An earlier version applied it and stored none.
            let stored = try store(request.selection, as: policy.number)
            state.remember(stored, request.origin, of: policy.number)
        }
        if state != before { try save() }
        return ApplyOutcome(changes: [], policy: state[policy.number] ?? policy, pending: nil, findings: [])
    }

    /// Remembers rules that the kernel has already and that are those of the request: `nft -f` loaded them, or an apply was
    /// killed before it noted that it was done.
    private mutating func adopt(
        _ wanted: KernelTable,
        _ survey: Survey,
        _ request: ApplyRequest
    ) throws -> ApplyOutcome {
        if case .policy(let number) = survey.origin, let policy = state[number], request.isMet(by: policy),
            isStored(policy)
        {
            return try keep(policy, survey.mark, request)
        }
        return try keep(remember(request, wanted), survey.mark, request)
    }

    /// Asks the guard, makes the way back, and changes the kernel's rules.
    private mutating func perform(
        _ plan: Plan,
        from survey: Survey,
        to wanted: KernelTable,
        _ request: ApplyRequest
    ) throws -> ApplyOutcome {
        let (findings, servers) = try request.findings(over: survey)
        try keepWhatIsThere(survey)
        state.forgetUnapplied()
        let policy = try remember(request, wanted)
        let untracked = survey.live.table == nil ? request.keepingConnections() : []
        let mark = try change(to: wanted, of: policy, over: survey, request.confirmation)
        try note(policy.number, mark: mark, isConfirmed: request.confirmation == nil)
        // Whoever was stopped until the deadline was over finds the watchdog's rules.
        try settle(state)
        return ApplyOutcome(
            changes: plan.changes,
            policy: state[policy.number] ?? policy,
            pending: state.pending,
            findings: findings + untracked,
            sshServers: servers
        )
    }

    private mutating func change(
        to wanted: KernelTable,
        of policy: AppliedPolicy,
        over survey: Survey,
        _ confirmation: ApplyRequest.Confirmation?
    ) throws -> KernelMark {
        do {
            try prepareWayBack(from: policy.number, confirmation)
            return try commit(over: survey.live) { live throws(NetfilterError) in
                try Batch.bringing(live, to: wanted)
            }
        } catch {
            giveUp(because: error)
            throw MissingFeatures(explaining: error, of: wanted, &socket) ?? error
        }
    }
}
