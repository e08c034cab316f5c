#if os(Linux)
import Enforcement
import Synchronization
import SystemPackage

/// The system calls, of which one fails, or every one from there on.
final class FailingStorage: StorageCalls {
    private let system = SystemStorage()
    private let callsLeft: Atomic<Int>
    private let code: Errno
    private let isLasting: Bool

    /// Fails at the call number `step`, from 0, with `code`; then at each if it `isLasting`.
    init(at step: Int, _ code: Errno, isLasting: Bool) {
        callsLeft = Atomic(step)
        self.code = code
        self.isLasting = isLasting
    }

    /// Whether a call has failed.
    var hasFailed: Bool { callsLeft.load(ordering: .relaxed) < 0 }

    private func failIfDue() throws(Errno) {
        let left = callsLeft.subtract(1, ordering: .relaxed).oldValue
        if left == 0 || isLasting && left < 0 { throw code }
    }

    func create(_ name: String, in folder: borrowing Descriptor) throws(Errno) -> Descriptor {
        try failIfDue()
        return try system.create(name, in: folder)
    }

    func write(_ bytes: RawSpan, to file: borrowing Descriptor) throws(Errno) -> Int {
        try failIfDue()
        return try system.write(bytes, to: file)
    }

    func sync(_ file: borrowing Descriptor) throws(Errno) {
        try failIfDue()
        try system.sync(file)
    }

    func rename(_ name: String, to target: String, in folder: borrowing Descriptor) throws(Errno) {
        try failIfDue()
        try system.rename(name, to: target, in: folder)
    }

    func remove(_ name: String, in folder: borrowing Descriptor) throws(Errno) {
        try failIfDue()
        try system.remove(name, in: folder)
    }
}
#endif
