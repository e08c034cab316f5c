#if os(Linux)
import Enforcement
import Glibc
import Synchronization
import SystemPackage

/// The system calls, until the process stops dead before one of them, or in the middle of it where that is a write.
final class StoppingStorage: StorageCalls {
    /// How a process leaves that stopped on purpose.
    static let exitCode: Int32 = 99

    private let system = SystemStorage()
    private let callsLeft: Atomic<Int>

    /// Stops before the call number `step`, from 0.
    init(at step: Int) {
        callsLeft = Atomic(step)
    }

    private var isTimeToStop: Bool { callsLeft.subtract(1, ordering: .relaxed).oldValue == 0 }

    private func stopIfDue() {
        if isTimeToStop { _exit(Self.exitCode) }
    }

    func create(_ name: String, in folder: borrowing Descriptor) throws(Errno) -> Descriptor {
        stopIfDue()
        return try system.create(name, in: folder)
    }

    func write(_ bytes: RawSpan, to file: borrowing Descriptor) throws(Errno) -> Int {
        if isTimeToStop {
            _ = try system.write(bytes.extracting(first: bytes.byteCount / 2), to: file)
            _exit(Self.exitCode)
        }
        // Short writes, so that there is a middle of a file to stop in.
        return try system.write(bytes.extracting(first: (bytes.byteCount + 1) / 2), to: file)
    }

    func sync(_ file: borrowing Descriptor) throws(Errno) {
        stopIfDue()
        try system.sync(file)
    }

    func rename(_ name: String, to target: String, in folder: borrowing Descriptor) throws(Errno) {
        stopIfDue()
        try system.rename(name, to: target, in: folder)
    }

    func remove(_ name: String, in folder: borrowing Descriptor) throws(Errno) {
        stopIfDue()
        try system.remove(name, in: folder)
    }
}
#endif
