/// The file `restoring`: a watchdog restores the rules although another process has the lock.
///
/// The watchdog leaves it before it looks a last time whether its confirmation is answered; who answers one looks for it after
/// the answer is saved. So at least one of the two sees the other, however long either was held up.
struct RestorationMark: Hashable {
    let token: ConfirmationToken
    /// The watchdog.
    let process: ProcessIdentity
    /// Whether the rules from before are in force again; the watchdog is about to restore them, or not to, otherwise.
    let isDone: Bool

    init(token: ConfirmationToken, process: ProcessIdentity, isDone: Bool) {
        self.token = token
        self.process = process
        self.isDone = isDone
    }

    /// - Throws: If the content isn't exactly a mark.
    init(content: ByteReader) throws(StateError.Damage) {
        var reader = content
        token = ConfirmationToken(number: try reader.number())
        process = ProcessIdentity(number: try reader.number(), startTime: try reader.number())
        isDone = try reader.flag()
        try reader.finish()
    }

    var content: ByteWriter {
        var writer = ByteWriter()
        writer.append(token.number)
        writer.append(process.number)
        writer.append(process.startTime)
        writer.append(UInt8(isDone ? 1 : 0))
        return writer
    }
}

extension StateFolder {
    borrowing func save(_ mark: RestorationMark) throws(StateError) {
        try replace(.restoring, with: [SealedBytes.seal(mark.content, as: .restoring)])
    }

    /// The mark of the watchdog of `pending`; nil if it has left none.
    borrowing func restoration(of pending: PendingConfirmation) throws(StateError) -> RestorationMark? {
        guard let bytes = try contents(of: .restoring, limit: SealedBytes.largest) else { return nil }
        do {
            let mark = try RestorationMark(content: SealedBytes.open(bytes, as: .restoring))
            return mark.token == pending.token ? mark : nil
        } catch {
            throw .damaged(path(of: .restoring), error)
        }
    }

    /// Takes the mark away, which no confirmation needs any more.
    borrowing func removeRestorationMark() {
        try? removeIfPresent(StateFile.restoring.name)
    }

    /// Waits while the watchdog of `pending` is about to restore without the lock, or not to.
    ///
    /// - Returns: Whether it has made up its mind, which takes it milliseconds, or is dead.
    borrowing func waitForRestoration(of pending: PendingConfirmation, patience: Duration = .seconds(10)) -> Bool {
        let start = BootTime.now
        while true {
            // A mark that can't be read is a reason to look at the kernel, not to wait.
            guard let mark = (try? restoration(of: pending)) ?? nil, !mark.isDone, mark.process.isAlive else {
                return true
            }
            guard BootTime.now.since(start) < patience else { return false }
            Pause.take(.milliseconds(10))
        }
    }
}
