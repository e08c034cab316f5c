package import SystemPackage

/// What outlives `apply --confirm`: it waits for the deadline and goes back to the rules before it, unless they are confirmed.
///
/// It holds the batch in memory from the start, needs no network and no terminal, and never gives up: a host whose rules lock
/// everybody out has nobody else. Nobody signals it either: once a second it looks whether its confirmation is still pending.
package struct Watchdog: ~Copyable {
    /// How it ended.
    package enum End: Hashable, Sendable {
        /// Somebody confirmed or rolled back.
        case answered
        /// The rules from before are in force again.
        case restored
    }

    /// How long it waits for what.
    struct Timing {
        /// For a process that holds the lock, before it restores without.
        var lockPatience = Duration.seconds(30)
        /// Between a failed attempt and the next, at first; twice as long each time.
        var firstPause = Duration.seconds(1)
        /// At most.
        var longestPause = Duration.seconds(60)
    }

    let folder: StateFolder
    let pending: PendingConfirmation
    let previous: PreviousRuleset
    let timing: Timing
    private let process: ProcessIdentity

    /// Watches in this process, which a launcher has started for it.
    ///
    /// - Parameters:
    ///   - token: Which confirmation.
    ///   - path: The state folder, from the root.
    ///   - restorer: What sends the rules to the kernel.
    /// - Returns: How it ended, when there is nothing to watch over any more.
    /// - Throws: An `EnforcementError` where it can't get ready: no such confirmation, no batch.
    package static func run(
        _ token: ConfirmationToken,
        in path: FilePath,
        restorer: some Restorer
    ) throws -> End {
        Surroundings.leave()
        let watchdog = try Watchdog(token, in: path)
        try watchdog.announce()
        Surroundings.closeTerminal()
        return watchdog.watch(restorer)
    }

    /// Gets everything that it will need.
    init(
        _ token: ConfirmationToken,
        in path: FilePath,
        timing: Timing = Timing(),
        storage: any StorageCalls = SystemStorage()
    ) throws {
        let found = try StateFolder.existing(path, storage: storage)
        guard let folder = consume found else { throw WatchdogError.noFolder(path) }
        let state = try folder.load()
        guard let pending = state.pending, pending.token == token else { throw WatchdogError.noSuchConfirmation(token) }
        let previous = try folder.previousRuleset(of: pending, in: state)
        guard let process = ProcessIdentity.current else {
            throw WatchdogError.start(SystemProblem("read", "/proc/self/stat", .noSuchFileOrDirectory))
        }
        self.previous = previous
        self.process = process
        self.folder = folder
        self.pending = pending
        self.timing = timing
    }

    /// Says that it is ready.
    borrowing func announce() throws {
        do {
            try folder.save(WatchdogRecord(token: pending.token, process: process))
        } catch StateError.unsynced {
            // Who waits for it sees it, and after a power cut there is no watchdog.
        }
    }

    /// Says that the rules are restored without the lock, or are about to be: who holds it may have answered meanwhile.
    borrowing func leaveMark(isDone: Bool) {
        // The way back mustn't depend on it.
        try? folder.save(RestorationMark(token: pending.token, process: process, isDone: isDone))
    }

    /// Whether nobody has confirmed or rolled back.
    ///
    /// A state that can't be read, or that was taken away, doesn't say that anybody has. One that was begun anew does, as every
    /// one that knows nothing of this confirmation: it is of other rules.
    borrowing func isPending() -> Bool {
        guard let state = presentState() else { return true }
        return state.pending?.token == pending.token
    }

    /// What is remembered, in the folder of the start, or in the one that has come to its path since; nil if nothing can be read.
    private borrowing func presentState() -> EnforcementState? {
        if let state = (try? folder.remembered()) ?? nil { return state }
        guard let found = try? StateFolder.existing(folder.path) else { return nil }
        return (try? found.remembered()) ?? nil
    }
}

extension StateFolder {
    /// What to go back to where `pending` isn't confirmed.
    ///
    /// - Throws: Where the batch isn't what was stored.
    package borrowing func previousRuleset(
        of pending: PendingConfirmation,
        in state: EnforcementState
    ) throws(StateError) -> PreviousRuleset {
        guard let previous = pending.previous.flatMap({ state[$0] }) else { return .none }
        return .batch(try batch(of: previous))
    }
}
