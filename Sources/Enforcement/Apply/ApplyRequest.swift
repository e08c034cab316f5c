import HostRuleset
package import Policy
package import SystemPackage

/// What `apply` is asked for.
package struct ApplyRequest: Sendable {
    /// What shall be in force.
    package let policy: HostPolicy
    /// The policy's, worked out once.
    package let digest: String
    /// nil where it shall stay without being confirmed.
    package let confirmation: Confirmation?
    /// Whether it is applied although the lock-out guard speaks against it.
    package let isForced: Bool
    /// Whether what the policy would drop is only counted and logged, and let through.
    package let isAuditOnly: Bool

    /// Whether connections are ended that the policy forbids, and that would go on.
    package let isCutting: Bool

    /// Who asks, and how; nil if nobody wants to know later.
    package var origin: PolicyOrigin?
    /// What the policy was made from, to be worked out again; nil if nobody will.
    package var selection: SelectionRecord?

    /// How a policy is to be confirmed.
    package struct Confirmation: Sendable {
        /// How long there is time for it.
        package let seconds: UInt32
        /// What this program is to be called with so that it calls `Watchdog.run` for the folder and the confirmation.
        package let watchdogArguments: @Sendable (FilePath, ConfirmationToken) -> [String]

        /// A confirmation within `seconds`, watched over by this program, called with the arguments.
        package init(
            within seconds: UInt32,
            watchdogArguments: @escaping @Sendable (FilePath, ConfirmationToken) -> [String]
        ) {
            self.seconds = seconds
            self.watchdogArguments = watchdogArguments
        }
    }

    /// The request to apply `policy`.
    package init(
        _ policy: HostPolicy,
        confirmation: Confirmation? = nil,
        isForced: Bool = false,
        isAuditOnly: Bool = false,
        isCutting: Bool = false
    ) {
        self.policy = policy
        digest = policy.digest
        self.confirmation = confirmation
        self.isForced = isForced
        self.isAuditOnly = isAuditOnly
        self.isCutting = isCutting
    }

    /// The ruleset that shall be in force.
    var ruleset: Ruleset { ruleset(isAuditOnly: isAuditOnly) }

    /// The policy's ruleset, whether it drops or only counts.
    func ruleset(isAuditOnly: Bool) -> Ruleset {
        let ruleset = Ruleset(policy: policy, digest: digest)
        return isAuditOnly ? ruleset.auditOnly : ruleset
    }

    /// Whether `applied`, whose ruleset the kernel has, is what is asked for.
    func isMet(by applied: AppliedPolicy) -> Bool {
        applied.digest == digest && applied.isAuditOnly == isAuditOnly
    }
}

/// What an `apply` did.
package struct ApplyOutcome: Hashable, Sendable {
    /// What changed in the kernel, in the policy's terms; empty where it had the rules already.
    package let changes: [PlannedChange]
    /// The policy in force.
    package let policy: AppliedPolicy
    /// The confirmation that it waits for; nil where it needs none.
    package let pending: PendingConfirmation?
    /// What somebody should look at; where the request is forced, also the reasons for which it would have been refused.
    package internal(set) var findings: [Finding]
    /// How many connections were ended that the policy forbids; nil if it wasn't asked for.
    package internal(set) var endedConnections: Int?
    /// How the lock-out guard found the SSH server, a text for each of its ports; empty if it found none, or wasn't asked.
    package internal(set) var sshServers: [String] = []
}

/// Why a policy wasn't applied, or not wholly.
package enum ApplyError: EnforcementError, Hashable {
    /// Errors among these findings speak against it; nothing was changed.
    case refused([Finding])
    /// Somebody else changes our table at the same time; nothing was changed.
    case changedMeanwhile
    /// Another process owns our table; nothing was changed.
    case owned(TableOwner)
    /// An earlier policy wasn't confirmed in time, and its watchdog is dead; nothing was changed.
    case unanswered(PendingConfirmation)
    /// Getting ready took longer than the time to confirm; nothing was changed.
    case tooLate(seconds: UInt32)
    /// The rules of the policy are in force, or none where it is nil, and that couldn't be noted; a confirmation still waits.
    case notNoted(Int?, StateError, waiting: PendingConfirmation?)

    /// Whether rules may have been changed.
    package var isDoubt: Bool {
        if case .notNoted = self { true } else { false }
    }

    /// What is wrong, in one line.
    package var description: String {
        switch self {
        case .refused: "errors speak against the policy; nothing was changed"
        case .changedMeanwhile: "another program changes table inet carbonwall at the same time; nothing was changed"
        case .owned(let owner):
            "table inet carbonwall belongs to \(owner.name), which made it with `flags owner`, so that the kernel lets nobody else change it; nothing was changed"
        case .unanswered(let pending):
            "policy \(pending.policy) wasn't confirmed in time, and its watchdog is dead: nothing went back by itself"
        case .tooLate(let seconds): "getting ready took longer than the \(seconds) s to confirm; nothing was changed"
        case .notNoted(let number, let error, _):
            (number.map { "policy \($0) is in force, and that " } ?? "the rules are removed, and that ")
                + (error.isOnlyUnsynced ? "may be lost in a power cut: \(error)" : "couldn't be noted: \(error)")
        }
    }

    /// What to do about it.
    package var advice: String? {
        switch self {
        case .refused: "--force does it nevertheless"
        case .changedMeanwhile: "find out who does, then apply again"
        case .owned: "end that process, and the table goes with it; then do this again"
        case .unanswered: "carbonwall rollback goes back to the rules before it; then apply again"
        case .tooLate: "give --confirm more time"
        case .notNoted(let number, let error, nil) where error.isOnlyUnsynced:
            "\(error.advice ?? ""); then \(number == nil ? "remove" : "apply") again"
        case .notNoted(let number, _, let pending?):
            number == pending.policy
                ? "make the state folder writable and confirm in time; the rules before it come back otherwise"
                : "make the state folder writable and do it again before the watchdog of policy \(pending.policy) restores the rules before that"
        case .notNoted(.some, _, nil): "make the state folder writable and apply again"
        case .notNoted(nil, _, nil):
            "make the state folder writable and remove again, or the next boot may load what was confirmed last"
        }
    }
}
