import Policy

extension Watchdog {
    /// Waits for the deadline, then restores.
    borrowing func watch(_ restorer: some Restorer) -> End {
        while BootTime.now < pending.deadline {
            guard isPending() else { return .answered }
            Pause.take(min(.seconds(1), pending.deadline.since(.now)))
        }
        return restorePatiently(restorer)
    }

    /// Tries until it works.
    private borrowing func restorePatiently(_ restorer: some Restorer) -> End {
        var pause = timing.firstPause
        while true {
            if let end = try? attempt(restorer) { return end }
            Pause.take(pause)
            pause = min(pause * 2, timing.longestPause)
        }
    }

    /// Takes the lock, restores, and notes it.
    ///
    /// - Throws: Where any of it failed.
    private borrowing func attempt(_ restorer: some Restorer) throws -> End {
        let lock: StateLock
        do throws(LockError) {
            lock = try StateLock(folder, for: "the watchdog", waiting: timing.lockPatience)
        } catch {
            let end = try restoreWithoutLock(restorer)
            // Whoever holds the lock could still change the rules, so that is done again with the lock.
            if end == .restored, case .held = error { throw error }
            return end
        }
        guard isPending() else { return .answered }
        return try restore(restorer, holding: lock)
    }

    /// Restores although another process hangs with the lock in its hands, or there is none to be had: the way back mustn't
    /// depend on it.
    ///
    /// It says so before it looks a last time whether it is answered: who answers meanwhile finds either the mark or the old rules.
    borrowing func restoreWithoutLock(_ restorer: some Restorer) throws -> End {
        guard isPending() else { return .answered }
        let isFirst = ((try? folder.restoration(of: pending)) ?? nil)?.isDone != true
        if isFirst { leaveMark(isDone: false) }
        guard isPending() else {
            if isFirst { folder.removeRestorationMark() }
            return .answered
        }
        _ = try restorer.restore(previous)
        leaveMark(isDone: true)
        return .restored
    }

    private borrowing func restore(_ restorer: some Restorer, holding lock: borrowing StateLock) throws -> End {
        let result = Result { try restorer.restore(previous) }
        // Where the state is gone or can't be read, there is nothing to note it in.
        guard var state = try? folder.load(), state.pending == pending else {
            return try result.map { _ in .restored }.get()
        }
        switch result {
        case .success(let mark): state.restorePrevious(of: pending, mark: mark)
        case .failure(let error): state.noteFailure(of: pending, reason: "\(error)".printable)
        }
        try folder.save(state, holding: lock)
        folder.removeRestorationMark()
        return try result.map { _ in .restored }.get()
    }
}
