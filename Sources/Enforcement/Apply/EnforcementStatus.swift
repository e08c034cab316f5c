package import Netfilter
package import Policy
package import SystemPackage

/// What is in force on this host, and what is remembered of it.
package struct EnforcementStatus: Hashable, Sendable {
    /// The rules that the kernel has.
    package enum Rules: Hashable, Sendable {
        /// No table of ours; `expected` is the policy that is remembered as in force.
        case none(expected: AppliedPolicy?)
        /// Exactly those of a remembered policy.
        case policy(AppliedPolicy)
        /// Ours, but of no remembered policy: somebody loaded or changed them; `expected` is what is remembered as in force.
        case foreign(expected: AppliedPolicy?)
        /// What boot loaded because it couldn't load the confirmed policy.
        case failSafe
    }

    /// What the state folder is to this network namespace.
    ///
    /// If it describes another one, nothing of it is used.
    package let relation: StateRelation
    /// What the kernel has.
    package let rules: Rules
    /// What somebody did to the policy that is remembered as in force; empty where nobody did, or that can't be told.
    package let drift: [PlannedChange]
    /// When that came into force; nil where that isn't known.
    package let since: CalendarTime?
    /// Ports that are open, and how often they were used; empty where there is no table.
    package let ports: [OpenPort]
    /// The table's counters of what was dropped, or would have been.
    package let counters: [Counter]
    /// The confirmation that waits; nil where none does.
    package let confirmation: ConfirmationStatus?
    /// How the last one ended; nil where there was none.
    package let lastOutcome: ConfirmationOutcome?
    /// The policy that is to be in force; nil for none.
    package let expected: AppliedPolicy?
    /// The policy that `carbonwall boot` loads; nil for none.
    package let confirmed: AppliedPolicy?
    /// The policies that were in force and are remembered, oldest first.
    package let history: [AppliedPolicy]
    /// What on this machine keeps the policy in force from doing what it says.
    package let obstacles: [Finding]

    /// What is so now, by the state folder at `path` if there is one; by the kernel alone if it is nil.
    ///
    /// It takes no lock and changes nothing. Where nobody has changed any rules since the last apply, no addresses are read.
    ///
    /// - Throws: `StateError`, `NetfilterError`, `SystemProblem`.
    package static func current(_ path: FilePath?) throws -> EnforcementStatus {
        guard let path, let folder = try StateFolder.existing(path) else {
            return try EnforcementStatus(EnforcementState(), .here, confirmation: nil) { _ in nil }
        }
        let state = try folder.load()
        let relation = state.relation(to: try .current())
        if relation.isUseless(in: path) {
            return try EnforcementStatus(EnforcementState(), relation, confirmation: nil) { _ in nil }
        }
        return try EnforcementStatus(state, relation, confirmation: folder.confirmationStatus(of: state)) { policy in
            try? folder.table(of: policy)
        }
    }

    private init(
        _ state: EnforcementState,
        _ relation: StateRelation,
        confirmation: ConfirmationStatus?,
        tableOf rememberedTable: (AppliedPolicy) -> KernelTable?
    ) throws {
        var socket = try NetlinkSocket()
        let contents = try socket.contents(of: Enforcer.table) { $0.set.isCounting }
        rules = try Rules(contents?.generation, state, &socket)
        drift = try rules.drift(from: rememberedTable, &socket)
        since = rules == state.currentRules ? state.since : nil
        ports = contents.map(OpenPort.list) ?? []
        counters = contents?.counters ?? []
        self.confirmation = confirmation
        self.relation = relation
        lastOutcome = state.lastOutcome
        expected = state.current.flatMap { state[$0] }
        confirmed = state.confirmed.flatMap { state[$0] }
        history = state.history.filter(\.wasInForce)
        if case .policy(let policy) = rules, let table = rememberedTable(policy) {
            obstacles = Doctor.obstacles(to: table)
        } else {
            obstacles = []
        }
    }
}

extension EnforcementStatus {
    /// Whether the kernel has the rules that it should have.
    ///
    /// That is so if none should be there, too. A policy whose time to be confirmed is over shouldn't, nor should rules that somebody
    /// made by hand, whoever brought them back.
    package var isAsItShouldBe: Bool {
        if case .unwatched(_, let left) = confirmation, left <= .zero { return false }
        switch rules {
        case .policy(let policy): return !policy.isFoundInKernel && (wanted == nil || policy.number == wanted?.number)
        case .none, .foreign: return wanted == nil
        case .failSafe: return false
        }
    }

    /// The policy that the kernel should have: the one that waits to be confirmed, or else the confirmed one.
    package var wanted: AppliedPolicy? { isWaiting ? expected : confirmed ?? expected }

    /// Whether a policy waits to be confirmed; one that a start of the machine interrupted doesn't any more.
    var isWaiting: Bool {
        switch confirmation {
        case .waiting?, .restoring?, .unwatched?: true
        case .interruptedByBoot?, nil: false
        }
    }
}

extension EnforcementStatus.Rules {
    /// What our table, read at `generation`, is; nil for no table.
    fileprivate init(_ generation: Generation?, _ state: EnforcementState, _ socket: inout NetlinkSocket) throws {
        let expected = state.current.flatMap { state[$0] }
        guard let generation else {
            self = .none(expected: expected)
            return
        }
        if let expected, try state.mark == KernelMark(generation: generation.rawValue) {
            self = .policy(expected)
            return
        }
        var watch: RulesetWatch?
        let survey = try Survey(&socket, state, watching: &watch)
        if survey.live.table?.table.comment == FailSafe.comment {
            self = .failSafe
            return
        }
        switch survey.origin {
        case .nothing: self = .none(expected: expected)
        case .policy(let number): self = state[number].map { .policy($0) } ?? .foreign(expected: expected)
        case .foreign: self = .foreign(expected: expected)
        }
    }
}

extension EnforcementStatus.Rules {
    /// What somebody changed.
    fileprivate func drift(
        from rememberedTable: (AppliedPolicy) -> KernelTable?,
        _ socket: inout NetlinkSocket
    ) throws(NetfilterError) -> [PlannedChange] {
        guard case .foreign(let expected?) = self, let remembered = rememberedTable(expected),
            case let live = try LiveTable(Enforcer.table, from: &socket), let present = live.table
        else { return [] }
        let told = Plan(from: remembered, to: present).changes
        let additions = Plan.additions(live, besides: told)
        return told + additions.map { PlannedChange(.add, $0.subject, $0.detail) }
    }
}

extension EnforcementState {
    /// What the kernel has where nobody but us changed it.
    fileprivate var currentRules: EnforcementStatus.Rules {
        current.flatMap { self[$0] }.map { .policy($0) } ?? .none(expected: nil)
    }
}
