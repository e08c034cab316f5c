import Netfilter

/// A verb at work: the state folder and its lock, what is remembered, and a connection to the kernel.
///
/// What is remembered changes step by step; `save` makes it last.
struct Session: ~Copyable {
    /// How often is planned anew where somebody else changes rules at the same time.
    static let attempts = 10

    let folder: StateFolder
    private let lock: StateLock
    var state: EnforcementState
    var socket: NetlinkSocket

    /// Takes the lock of `folder` for `command`, and reads what is remembered.
    ///
    /// - Throws: `LockError`, `StateError`, `NetfilterError`.
    init(_ folder: consuming StateFolder, for command: String, waiting patience: Duration) throws {
        let lock = try StateLock(folder, for: command, waiting: patience)
        let state = try folder.load()
        self.socket = try NetlinkSocket()
        self.lock = lock
        self.state = state
        self.folder = folder
    }

    /// Forgets what wasn't saved.
    mutating func reload() throws(StateError) {
        state = try folder.load()
    }

    /// Remembers.
    borrowing func save() throws(StateError) {
        try folder.save(state, holding: lock)
    }

    /// Looks at the kernel.
    mutating func survey() throws -> Survey {
        try Survey(&socket, state, knowing: RememberedAddresses(state, folder, &socket))
    }

    /// Stores `table` as the ruleset of the next policy.
    borrowing func store(_ table: KernelTable, failSafe: [UInt8] = []) throws -> StoredRuleset {
        try folder.store(table, failSafe: failSafe, as: state.nextNumber, holding: lock)
    }

    /// Sends the batch that `makeBatch` plans on what `found` is, in one transaction.
    ///
    /// Where only others' rules were changed since, it is planned anew on that.
    ///
    /// - Returns: The kernel's rules after it.
    /// - Throws: `ApplyError.changedMeanwhile` where our table isn't the same any more; `NetfilterError`.
    mutating func commit(
        over found: LiveTable,
        _ makeBatch: (LiveTable) throws(NetfilterError) -> Batch
    ) throws -> KernelMark {
        var live = found
        for _ in 0..<Self.attempts {
            do {
                let generation = try socket.commit(makeBatch(live), plannedOn: live.generation)
                return try KernelMark(generation: generation.rawValue)
            } catch NetfilterError.generationChanged {
                live = try LiveTable(Enforcer.table, from: &socket)
                guard live.table == found.table else { throw ApplyError.changedMeanwhile }
            }
        }
        throw NetfilterError.generationChanged
    }

    /// Remembers for good that the kernel has the rules of policy `number` now, or none of ours.
    mutating func note(_ number: Int?, mark: KernelMark, isConfirmed: Bool) throws(ApplyError) {
        state.enforce(number, mark: mark, isConfirmed: isConfirmed)
        do {
            try save()
        } catch {
            throw .notNoted(number, error)
        }
    }
}
