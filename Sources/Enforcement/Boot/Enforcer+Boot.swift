import Netfilter
package import SystemPackage

extension Enforcer {
    /// Loads the confirmed policy when the machine starts, from the messages that `apply` has stored: no selection and no policy
    /// file is read, and nothing is worked out.
    ///
    /// - Parameters:
    ///   - path: The state folder, which need not be there.
    ///   - fallback: What to do where that can't be done.
    /// - Returns: What was found and done.
    /// - Throws: `BootFailure` where it can't be loaded; without any fallback `NetfilterError.notPermitted`, `LockError.held`,
    ///   `StateOwnerError` and `ApplyError.notNoted`, after which nothing or everything is done.
    package static func boot(
        from path: FilePath,
        fallingBack fallback: BootFallback
    ) throws -> BootReport {
        do {
            return try load(from: path)
        } catch let error as NetfilterError where error == .notPermitted {
            throw error
        } catch ApplyError.notNoted(let number, let error) {
            throw ApplyError.notNoted(number, error)
        } catch let error as StateOwnerError {
            throw error
        } catch LockError.held(let holder, let waited) {
            throw LockError.held(by: holder, waited: waited)
        } catch {
            throw BootFailure(reason: "\(error)", substitute: substitute(in: path, fallback))
        }
    }

    private static func load(from path: FilePath) throws -> BootReport {
        guard let folder = try StateFolder.existing(path) else {
            return BootReport(rules: .nothingConfirmed, interrupted: nil, relation: .here)
        }
        do {
            let lock = try StateLock(folder, for: "boot", waiting: .seconds(10))
            return try load(from: folder) { state in try folder.save(state, holding: lock) }
        } catch LockError.folder(.system(let problem)) where problem.code == .readOnlyFileSystem {
            // Nobody can change anything there, so it is as good as locked, and what is in force tells itself.
            return try load(from: folder) { _ in }
        }
    }

    private static func load(
        from folder: borrowing StateFolder,
        noting note: (EnforcementState) throws -> Void
    ) throws -> BootReport {
        var state = try folder.load()
        let waiting = state.pending
        // A container that was started again has a namespace of its own, and its kernel the same start.
        let relation = try state.claim(for: .current(), at: folder.path, inDoubt: .taken)
        var interrupted = state.pending == nil ? waiting : nil
        switch try folder.confirmationStatus(of: state) {
        case nil: break
        case .interruptedByBoot(let pending): interrupted = pending
        case .waiting(let pending, _), .restoring(let pending), .unwatched(let pending, _):
            return BootReport(rules: .waiting(pending), interrupted: nil, relation: relation)
        }
        let rules = try loadConfirmed(of: &state, in: folder, noting: note)
        return BootReport(rules: rules, interrupted: interrupted, relation: relation)
    }

    private static func loadConfirmed(
        of state: inout EnforcementState,
        in folder: borrowing StateFolder,
        noting note: (EnforcementState) throws -> Void
    ) throws -> BootReport.Rules {
        guard let policy = state.confirmed.flatMap({ state[$0] }) else { return .nothingConfirmed }
        var socket = try NetlinkSocket()
        let present = try KernelMark(generation: socket.generation().rawValue)
        if state.current == policy.number, state.mark == present { return .unchanged(policy) }
        let mark = try KernelRestorer().restore(.batch(folder.batch(of: policy)))
        state.enforce(policy.number, mark: mark, isConfirmed: true)
        do {
            try note(state)
        } catch let error as StateError {
            throw ApplyError.notNoted(policy.number, error)
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
