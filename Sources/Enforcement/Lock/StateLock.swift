import Glibc
import Policy
import SystemPackage

/// The right to change a state folder and the rules that it stands for: one process at a time has it.
///
/// It is an flock(2) on the file `lock`, so the kernel takes it back however the process ends. The file is never removed:
/// two processes could then hold locks on two files of the same name.
package struct StateLock: ~Copyable {
    private let file: Descriptor
    /// Whether who holds it may be written into the file: not if that has another name, of which others think something else.
    private let isOurs: Bool

    /// How often is tried again while another process holds it.
    private static let interval = Duration.milliseconds(20)

    /// Takes the lock of `folder`.
    ///
    /// - Parameters:
    ///   - folder: The folder.
    ///   - command: What this process is about to do, for those who wait.
    ///   - patience: How long to wait while another process holds it.
    /// - Throws: `held` where another process still holds it then.
    package init(
        _ folder: borrowing StateFolder,
        for command: String,
        waiting patience: Duration
    ) throws(LockError) {
        let path = folder.path(of: .lock)
        let file = try Self.open(folder)
        try Self.lock(file, at: path, patience: patience)
        isOurs = Self.hasOneName(file)
        if isOurs { Self.note(LockHolder(process: getpid(), since: .now, command: command), in: file) }
        self.file = file
    }

    private static func hasOneName(_ file: borrowing Descriptor) -> Bool {
        var status = stat()
        return unsafe fstat(file.number, &status) == 0 && status.st_nlink == 1
    }

    private static func open(_ folder: borrowing StateFolder) throws(LockError) -> Descriptor {
        do throws(StateError) {
            if let file = try folder.open(.lock, O_RDWR | O_CREAT) { return file.descriptor }
            throw .system(SystemProblem("make", folder.path(of: .lock), .noSuchFileOrDirectory))
        } catch {
            throw .folder(error)
        }
    }

    private static func lock(_ file: borrowing Descriptor, at path: String, patience: Duration) throws(LockError) {
        let start = BootTime.now
        let number = file.number
        while true {
            do throws(Errno) {
                try SystemCall.result { flock(number, LOCK_EX | LOCK_NB) }
                return
            } catch .wouldBlock {
                guard BootTime.now.since(start) < patience else { throw .held(by: holder(of: file), waited: patience) }
            } catch {
                throw .folder(.system(SystemProblem("lock", path, error)))
            }
            Pause.take(interval)
        }
    }

    /// Who holds it; nil where that can't be told.
    private static func holder(of file: borrowing Descriptor) -> LockHolder? {
        guard let bytes = try? file.read(256) else { return nil }
        let holder = LockHolder(line: String(decoding: bytes, as: UTF8.self).printable)
        // One that was killed is still named until the next has written its own name.
        return holder.flatMap { ProcessIdentity($0.process) == nil ? nil : $0 }
    }

    /// Says who holds it now; the lock is good without that, too.
    private static func note(_ holder: LockHolder, in file: borrowing Descriptor) {
        let line = Array(holder.line.utf8.prefix(256))
        ftruncate(file.number, 0)
        _ = unsafe pwrite(file.number, line, line.count, 0)
    }

    deinit {
        if isOurs { ftruncate(file.number, 0) }
    }
}

/// Why the lock can't be had.
package enum LockError: EnforcementError, Hashable {
    /// Another process has it; nil where that process doesn't say who it is.
    case held(by: LockHolder?, waited: Duration)
    /// The folder or its lock file can't be used.
    case folder(StateError)

    /// What is wrong, in one line.
    package var description: String {
        switch self {
        case .held(let holder?, let waited):
            "process \(holder.process) ('carbonwall \(holder.command)', at work for \(holder.age) s) holds the lock; waited \(waited.components.seconds) s for it"
        case .held(nil, let waited):
            "another carbonwall holds the lock; waited \(waited.components.seconds) s for it"
        case .folder(let error): error.description
        }
    }

    /// What to do about it; nil where there is nothing to do.
    package var advice: String? {
        switch self {
        case .held: "try again when it is done; if it hangs, end it: the lock goes with the process"
        case .folder(let error): error.advice
        }
    }
}

extension LockHolder {
    /// For how many seconds it has held the lock.
    fileprivate var age: Int64 { max(0, CalendarTime.now.seconds(since: since)) }
}
