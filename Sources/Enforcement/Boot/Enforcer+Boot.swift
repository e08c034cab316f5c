import Netfilter
package import SystemPackage

extension Enforcer {
    /// Loads the confirmed policy when the machine starts, from the messages that `apply` has stored: no selection and no policy
    /// file is read, and nothing is worked out.
    ///
    /// - Parameters:
    ///   - path: The state folder, which need not be there.
    ///   - fallback: What to do where that can't be done.
    ///   - storage: The system calls that change the folder.
    /// - Returns: What was found and done.
    /// - Throws: `BootFailure` where it can't be loaded; without any fallback `NetfilterError.notPermitted`, `LockError.held`,
    ///   `StateOwnerError` and `ApplyError.notNoted`, after which nothing or everything is done.
    package static func boot(
        from path: FilePath,
        fallingBack fallback: BootFallback,
        storage: any StorageCalls = SystemStorage()
    ) throws -> BootReport {
        do {
            return try load(from: path, storage)
        } catch let error as NetfilterError where error == .notPermitted {
            throw error
        } catch ApplyError.notNoted(let number, let error, let pending) {
            throw ApplyError.notNoted(number, error, waiting: pending)
        } catch let error as StateOwnerError {
            throw error
        } catch LockError.held(let holder, let waited) {
            throw LockError.held(by: holder, waited: waited)
        } catch {
            throw BootFailure(reason: "\(error)", substitute: substitute(in: path, fallback))
        }
    }

    private static func load(from path: FilePath, _ storage: any StorageCalls) throws -> BootReport {
        guard let folder = try StateFolder.existing(path, storage: storage) else {
            return BootReport(rules: .nothingConfirmed, interrupted: nil, relation: .here)
        }
        do {
            let lock = try StateLock(folder, for: "boot", waiting: .seconds(10))
            return try load(from: folder) { state in try folder.save(state, holding: lock) }
        } catch LockError.folder(.system(let problem)) where problem.code == .readOnlyFileSystem {
            // Nobody can change anything there, so it is as good as locked, and what is in force tells itself.
            return try load(from: folder) { _ in }
        } catch let error as LockError {
            // Reading takes no lock, and a host without rules is worse than a state that doesn't say who loaded them.
            guard try !PresentRules().isTableThere else { throw error }
            return try load(from: folder) { _ in }
        }
    }

    private static func load(
        from folder: borrowing StateFolder,
        noting note: (EnforcementState) throws -> Void
    ) throws -> BootReport {
        var state = try folder.load()
        let waiting = state.pending
        // Without /proc nobody knows whose it is, and the policy counts.
        let here = try? StateOwner.current()
        // A container that was started again has a namespace of its own, and its kernel the same start.
        var relation = StateRelation.here
        if let here { relation = try state.claim(for: here, at: folder.path, inDoubt: .taken) }
        let present = try PresentRules()
        if let pending = state.pending {
            if present.hold(pending, of: state) {
                return BootReport(rules: .waiting(pending), interrupted: nil, relation: relation)
            }
            if present.mayStillWatch(over: pending) { interrupt(pending, in: &state, of: folder, noting: note) }
        }
        let rules = try loadConfirmed(of: &state, over: present, in: folder, noting: note)
        return BootReport(rules: rules, interrupted: waiting, relation: relation)
    }

    /// Ends a confirmation of this boot whose policy is gone, before anything is loaded: a watchdog that still lives leaves.
    private static func interrupt(
        _ pending: PendingConfirmation,
        in state: inout EnforcementState,
        of folder: borrowing StateFolder,
        noting note: (EnforcementState) throws -> Void
    ) {
        state.interruptConfirmation()
        // Loading is noted once more, and that has to succeed.
        try? note(state)
        _ = folder.waitForRestoration(of: pending)
    }

    private static func loadConfirmed(
        of state: inout EnforcementState,
        over present: PresentRules,
        in folder: borrowing StateFolder,
        noting note: (EnforcementState) throws -> Void
    ) throws -> BootReport.Rules {
        guard let policy = state.confirmed.flatMap({ state[$0] }) else { return .nothingConfirmed }
        if state.current == policy.number, present.are(state.mark) { return .unchanged(policy) }
        let mark = try KernelRestorer().restore(.batch(folder.batch(of: policy)))
        state.enforce(policy.number, mark: mark, isConfirmed: true)
        do {
            try note(state)
        } catch let error as StateError {
            throw ApplyError.notNoted(policy.number, error, waiting: nil)
        }
        return .loaded(policy)
    }

    /// Loads the fail-safe where it shall be, but never in the place of rules that are there.
    private static func substitute(in path: FilePath, _ fallback: BootFallback) -> BootFailure.Substitute {
        do {
            var socket = try NetlinkSocket()
            if try socket.table(table) != nil { return .present }
            guard fallback == .closed else { return .nothing }
            let failSafe = FailSafe.best(in: path)
            _ = try KernelRestorer().restore(.batch(Batch.making(failSafe.table).serialized))
            return .failSafe(failSafe)
        } catch {
            return .refused("\(error)")
        }
    }
}

/// What boot finds in the kernel.
private struct PresentRules {
    let isTableThere: Bool
    private let generation: Generation
    /// nil without /proc, as early in a start.
    private let place: KernelPlace?

    init() throws {
        var socket = try NetlinkSocket()
        isTableThere = try socket.table(Enforcer.table) != nil
        generation = try socket.generation()
        place = try? .current()
    }

    /// Whether these are the ones of `mark`; a generation without our table counts for nothing.
    func are(_ mark: KernelMark?) -> Bool {
        guard isTableThere, let mark, let place else { return false }
        return mark == KernelMark(generation: generation.rawValue, at: place)
    }

    /// Whether a watchdog of `pending` could be alive.
    func mayStillWatch(over pending: PendingConfirmation) -> Bool {
        pending.boot != .interrupted && (place == nil || pending.boot == place?.boot)
    }

    /// Whether the policy of `pending` may be among them.
    ///
    /// Without our table it isn't, though the boot is the same: a container was started anew, or somebody flushed everything.
    /// Nor is it in another network namespace.
    func hold(_ pending: PendingConfirmation, of state: EnforcementState) -> Bool {
        guard isTableThere, pending.boot != .interrupted else { return false }
        // Without /proc nobody knows whether it was in this boot: rules that are there are no reason to be open.
        guard let place else { return true }
        return pending.boot == place.boot && state.mark.map { $0.namespace == place.namespace } != false
    }
}
