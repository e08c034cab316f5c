import Netfilter
package import Policy
package import SystemPackage

/// What a rollback would do.
package struct RollbackPreview: Hashable, Sendable {
    /// What would be in force then; nil for no table of ours.
    package let policy: AppliedPolicy?
    /// What would change.
    package let changes: [PlannedChange]
    /// Who couldn't connect again, and what couldn't come back.
    package let findings: [Finding]
    /// What somebody had added to the table by hand that couldn't be kept.
    package let lost: [String]
}

extension Enforcer {
    /// What `rollBack(to:isForced:)` would do with the folder at `path`, in which nothing is changed.
    ///
    /// - Throws: What the rollback would throw.
    package static func previewRollback(
        to number: Int?,
        isForced: Bool,
        in path: FilePath
    ) throws -> RollbackPreview {
        guard let folder = try StateFolder.existing(path) else { throw RollbackError.nothingBefore(nil, found: []) }
        var state = try folder.load()
        try state.claim(for: .current(), at: path)
        var socket = try NetlinkSocket()
        var watch: RulesetWatch?
        let remembered = try RememberedAddresses(state, folder, &socket)
        let survey = try Survey(&socket, state, knowing: remembered, watching: &watch)
        state.follow(survey)
        if case .interruptedByBoot? = try folder.confirmationStatus(of: state) { state.abandonConfirmation() }
        let target = try state.rollbackTarget(number)
        let wanted = try target.map { policy throws(StateError) in try folder.table(of: policy) }
        let isWatchdogs = state.pending.map { $0.previous == target?.number } ?? false
        let findings =
            try wanted.map { try Self.findings(against: RuleAnswers($0), isForced: isForced || isWatchdogs) } ?? []
        return RollbackPreview(
            policy: target,
            changes: try changes(from: survey.live.table, to: wanted),
            findings: findings,
            lost: survey.unkeepable
        )
    }

    private static func changes(from present: KernelTable?, to wanted: KernelTable?) throws -> [PlannedChange] {
        if let wanted { return Plan(from: present, to: wanted).changes }
        return present == nil ? [] : [PlannedChange(.remove, "table inet carbonwall")]
    }
}
