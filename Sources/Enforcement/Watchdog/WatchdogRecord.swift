/// The file `watchdog`: which process watches over which confirmation.
///
/// The watchdog writes it, whole and without the lock, when it is ready to restore; `apply`, which holds the lock, waits for it.
struct WatchdogRecord: Hashable {
    let token: ConfirmationToken
    let process: ProcessIdentity

    var content: ByteWriter {
        var writer = ByteWriter()
        writer.append(token.number)
        writer.append(process.number)
        writer.append(process.startTime)
        return writer
    }

    init(token: ConfirmationToken, process: ProcessIdentity) {
        self.token = token
        self.process = process
    }

    /// - Throws: Where the content isn't exactly a record.
    init(content: ByteReader) throws(StateError.Damage) {
        var reader = content
        token = ConfirmationToken(number: try reader.number())
        process = ProcessIdentity(number: try reader.number(), startTime: try reader.number())
        try reader.finish()
    }
}

extension StateFolder {
    /// Says that `record.process` watches.
    borrowing func save(_ record: WatchdogRecord) throws(StateError) {
        try replace(.watchdog, with: [SealedBytes.seal(record.content, as: .watchdog)])
    }

    /// The process that watches over `pending`; nil where none does (any more).
    package borrowing func watchdog(of pending: PendingConfirmation) throws(StateError) -> ProcessIdentity? {
        guard let bytes = try contents(of: .watchdog, limit: SealedBytes.largest) else { return nil }
        let record: WatchdogRecord
        do {
            record = try WatchdogRecord(content: SealedBytes.open(bytes, as: .watchdog))
        } catch {
            throw .damaged(path(of: .watchdog), error)
        }
        return record.token == pending.token && record.process.isAlive ? record.process : nil
    }
}
