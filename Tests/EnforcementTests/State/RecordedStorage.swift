import Synchronization
import SystemPackage

@testable import Enforcement

/// The system calls, and a list of them.
final class RecordedStorage: StorageCalls {
    /// One call that changed the folder.
    enum Call: Equatable {
        case create(String)
        case write([UInt8], to: String)
        case syncFile(String)
        case syncFolder
        case rename(String, to: String)
        case remove(String)
    }

    /// Which calls fail, by number.
    private let failing: Range<Int>

    init(failing: Range<Int> = 0..<0) {
        self.failing = failing
    }

    private struct Record {
        var number = 0
        var calls: [Call] = []
        /// Names of the files that are being written, by descriptor.
        var names: [Int32: String] = [:]
    }

    private let record = Mutex(Record())
    private let system = SystemStorage()

    /// Every call so far that worked.
    var calls: [Call] { record.withLock { $0.calls } }

    private func failIfDue() throws(Errno) {
        let number = record.withLock { record in
            record.number += 1
            return record.number - 1
        }
        if failing.contains(number) { throw .ioError }
    }

    private func note(_ call: Call) {
        record.withLock { $0.calls.append(call) }
    }

    private func name(of number: Int32) -> String? { record.withLock { $0.names[number] } }

    func create(_ name: String, in folder: borrowing Descriptor) throws(Errno) -> Descriptor {
        try failIfDue()
        let file = try system.create(name, in: folder)
        let number = file.number
        record.withLock { $0.names[number] = name }
        note(.create(name))
        return file
    }

    func write(_ bytes: RawSpan, to file: borrowing Descriptor) throws(Errno) -> Int {
        try failIfDue()
        let count = try system.write(bytes, to: file)
        let written = unsafe bytes.extracting(first: count).withUnsafeBytes { unsafe Array($0) }
        note(.write(written, to: name(of: file.number) ?? ""))
        return count
    }

    func sync(_ file: borrowing Descriptor) throws(Errno) {
        try failIfDue()
        try system.sync(file)
        note(name(of: file.number).map { .syncFile($0) } ?? .syncFolder)
    }

    func rename(_ name: String, to target: String, in folder: borrowing Descriptor) throws(Errno) {
        try failIfDue()
        try system.rename(name, to: target, in: folder)
        note(.rename(name, to: target))
        // The number is free for another file, or for the folder itself.
        record.withLock { $0.names = [:] }
    }

    func remove(_ name: String, in folder: borrowing Descriptor) throws(Errno) {
        try failIfDue()
        try system.remove(name, in: folder)
        note(.remove(name))
    }
}
