#if os(Linux)
internal import Enforcement
internal import Glibc
internal import SystemPackage

/// The deeds, each named by the program's first argument.
enum Probe {
    static func run(_ arguments: [String]) {
        do {
            switch arguments.first {
            case "hold": try hold(FilePath(arguments[1]))
            case "count": try count(FilePath(arguments[1]), times: Int(arguments[2]) ?? 0)
            case "store": try store(FilePath(arguments[1]), stopAt: Int(arguments[2]) ?? 0)
            default: throw ProbeError("no such deed")
            }
        } catch {
            say("error: \(error)")
            exit(1)
        }
    }

    static func say(_ text: String) {
        let line = Array("\(text)\n".utf8)
        _ = unsafe write(STDOUT_FILENO, line, line.count)
    }

    /// Holds the lock until it is killed.
    private static func hold(_ path: FilePath) throws {
        let folder = try StateFolder(creating: path)
        let lock = try StateLock(folder, for: "hold", waiting: .seconds(10))
        say("held")
        pause()
        _ = consume lock
    }

    /// Adds a policy so many times, each time with the lock.
    private static func count(_ path: FilePath, times: Int) throws {
        let folder = try StateFolder(creating: path)
        for _ in 0..<times { try store(in: folder) }
    }

    /// Adds a policy and stops dead before the call number `step` that changes the folder.
    private static func store(_ path: FilePath, stopAt step: Int) throws {
        try store(in: StateFolder(creating: path, storage: StoppingStorage(at: step)))
    }

    /// What `apply` does to the folder.
    private static func store(in folder: borrowing StateFolder) throws {
        let lock = try StateLock(folder, for: "store", waiting: .seconds(60))
        var state = try folder.load()
        let number = state.nextNumber
        let batch = (0..<3001).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ number) }
        let description = Array("description of \(number)".utf8)
        let ruleset = try folder.store(batch: batch, description: description, as: number, holding: lock)
        state.add(AppliedPolicy(number: number, digest: "", title: "", ruleset: ruleset))
        state.enforce(number, mark: nil, isConfirmed: true)
        try folder.save(state, holding: lock)
    }
}

struct ProbeError: Error {
    let reason: String

    init(_ reason: String) {
        self.reason = reason
    }
}
#endif
