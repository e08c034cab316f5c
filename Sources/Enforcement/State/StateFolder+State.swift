import SystemPackage

extension StateFolder {
    /// What is remembered; an empty state where nothing was ever.
    ///
    /// - Throws: Where the file can't be read, or isn't what was written.
    package borrowing func load() throws(StateError) -> EnforcementState {
        try remembered() ?? EnforcementState()
    }

    /// What is remembered; nil if nothing was ever, or it was taken away.
    ///
    /// - Throws: If the file can't be read, or isn't what was written.
    borrowing func remembered() throws(StateError) -> EnforcementState? {
        guard let bytes = try contents(of: .state, limit: SealedBytes.largest) else { return nil }
        do {
            let (content, version) = try SealedBytes.openVersioned(bytes, as: .state)
            return try EnforcementState(content: content, version: version)
        } catch {
            throw .damaged(path(of: .state), error)
        }
    }

    /// Remembers `state` instead of what was remembered before: the one or the other, whenever the machine stops.
    ///
    /// Rulesets that it doesn't need are removed; what can't be removed is left to the next that saves.
    ///
    /// - Throws: `unsynced` if it is remembered, but maybe not beyond a power cut; after other errors it isn't.
    package borrowing func save(_ state: EnforcementState, holding lock: borrowing StateLock) throws(StateError) {
        let parts = [SealedBytes.seal(state.content, as: .state)]
        do {
            try replace(.state, with: parts)
        } catch .unsynced(let path, let problem) {
            // Once more with a file of its own: what failed once, a second sync may call done.
            do { try replace(.state, with: parts) } catch { throw .unsynced(path, problem) }
        }
        try? removeLeftovers(of: state)
    }

    /// Removes rulesets that `state` doesn't refer to, and what a process left behind that was killed while it wrote.
    private borrowing func removeLeftovers(of state: EnforcementState) throws(StateError) {
        let needed: [StateFile] = [.state, .lock] + state.history.flatMap(\.files)
        for name in try names() {
            guard let file = StateFile(name: name), !(name == file.name && needed.contains(file)) else { continue }
            // A watchdog may be writing at any time, without the lock.
            if file == .restoring || file == .watchdog && state.pending != nil { continue }
            try removeIfPresent(name)
        }
    }
}

extension AppliedPolicy {
    /// The files that it needs.
    fileprivate var files: [StateFile] {
        let selected = selection.map { [.selection(number)] + $0.contents.map { StateFile.content($0) } }
        return [.ruleset(number)] + (selected ?? [])
    }
}
