import Netfilter

/// A verb at work: the state folder and its lock, what is remembered, and a connection to the kernel.
///
/// What is remembered changes step by step; `save` makes it last.
struct Session: ~Copyable {
    /// How often is planned anew where somebody else changes rules at the same time.
    static let attempts = 10
    /// How often a batch is sent again where only others' rules changed since it was planned.
    private static let sendings = 100
    /// From how many messages on a batch is sent unwatched: the kernel would tell the watch of every element.
    private static let largeBatch = 100

    let folder: StateFolder
    private let lock: StateLock
    var state: EnforcementState
    var socket: NetlinkSocket
    /// What has watched the ruleset since our table was read; nil where it wasn't.
    private var watch: RulesetWatch?
    /// Read before anything is changed, since it couldn't be said to have failed afterwards.
    let place: KernelPlace

    /// Takes the lock of `folder` for `command`, and reads what is remembered.
    ///
    /// - Throws: `LockError`, `StateError`, `SystemProblem`, `NetfilterError`.
    init(_ folder: consuming StateFolder, for command: String, waiting patience: Duration) throws {
        let lock = try StateLock(folder, for: command, waiting: patience)
        var state = try folder.load()
        try state.claim(for: .current(), at: folder.path)
        let place = try KernelPlace.current()
        self.socket = try NetlinkSocket()
        self.place = place
        self.lock = lock
        self.state = state
        self.folder = folder
    }

    /// Forgets what wasn't saved.
    mutating func reload() throws {
        state = try folder.load()
        try state.claim(for: .current(), at: folder.path)
    }

    /// Remembers.
    borrowing func save() throws(StateError) {
        try folder.save(state, holding: lock)
    }

    /// Looks at the kernel.
    mutating func survey() throws -> Survey {
        try Survey(&socket, state, knowing: RememberedAddresses(state, folder, &socket), watching: &watch)
    }

    /// Stores `table` as the ruleset of the next policy.
    borrowing func store(_ table: KernelTable, failSafe: [UInt8] = []) throws -> StoredRuleset {
        try folder.store(table, failSafe: failSafe, as: state.nextNumber, holding: lock)
    }

    /// Stores a selection as that of policy `number`.
    borrowing func store(_ selection: SelectionRecord?, as number: Int) throws(StateError) -> StoredSelection? {
        guard let selection else { return nil }
        return try folder.store(selection, as: number, holding: lock)
    }

    /// Sends the batch that `makeBatch` plans on what `found` is, in one transaction.
    ///
    /// Counters are read once more before it is planned, since getting ready takes a while.
    ///
    /// - Returns: The kernel's rules after it.
    /// - Throws: `ApplyError.changedMeanwhile` where our table isn't the same any more, `ApplyError.owned`; `NetfilterError`.
    mutating func commit(
        over found: LiveTable,
        _ makeBatch: (LiveTable) throws(NetfilterError) -> Batch
    ) throws -> KernelMark {
        try found.checkOwner()
        var live = found
        for _ in 0..<Self.attempts {
            live.recount(&socket)
            let batch = try makeBatch(live)
            if !batch.isEmpty, batch.changesOnlyElements, hasChangedJustNow { Pause.untilPacketsAreThrough() }
            if let generation = try send(batch, plannedOn: live.generation) {
                return KernelMark(generation: generation.rawValue, at: place)
            }
            live = try LiveTable(Enforcer.table, from: &socket, knowing: nil, watching: &watch)
            guard live.table == found.table, live.undescribed == found.undescribed else {
                throw ApplyError.changedMeanwhile
            }
        }
        throw NetfilterError.generationChanged
    }

    /// Whether a packet might be under way that has seen the rules before the present ones: two changes in place, one after the
    /// other, are to it one change of two sets.
    private var hasChangedJustNow: Bool {
        guard let since = state.since else { return false }
        return !(10...).contains(CalendarTime.now.seconds(since: since))
    }

    /// Sends `batch`, also where the watch knows that only other tables changed since `generation`.
    ///
    /// - Returns: The generation that it leaves; nil where our table may have changed.
    private mutating func send(
        _ batch: borrowing Batch,
        plannedOn generation: Generation
    ) throws(NetfilterError) -> Generation? {
        for _ in 0..<Self.sendings {
            let present = try socket.generation()
            if present != generation {
                guard try watch?.hasChanged(Enforcer.table, upTo: present) == false else { return nil }
            }
            if batch.messageCount > Self.largeBatch { watch = nil }
            do throws(NetfilterError) {
                return try socket.commit(batch, plannedOn: present)
            } catch .generationChanged {}
        }
        return nil
    }

    /// Remembers for good that the kernel has the rules of policy `number` now, or none of ours.
    mutating func note(_ number: Int?, mark: KernelMark?, isConfirmed: Bool) throws(ApplyError) {
        state.enforce(number, mark: mark, isConfirmed: isConfirmed)
        do {
            try save()
        } catch {
            // What is on the disk now is what a watchdog goes by.
            let onDisk = error.isOnlyUnsynced ? state : try? folder.load()
            throw .notNoted(number, error, waiting: (onDisk ?? state).pending)
        }
    }
}
