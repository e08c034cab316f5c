#if os(Linux)
import Enforcement
import Glibc
import SystemPackage

/// The deeds, each named by the program's first argument.
enum Probe {
    static func run(_ arguments: [String]) {
        do {
            try perform(arguments.first ?? "", Array(arguments.dropFirst()))
        } catch {
            say("error: \(error)")
            exit(1)
        }
    }

    private static func perform(_ deed: String, _ arguments: [String]) throws {
        switch (deed, arguments.count) {
        case ("hold", 1): try hold(FilePath(arguments[0]))
        case ("count", 2): try count(FilePath(arguments[0]), times: Int(arguments[1]) ?? 0)
        case ("store", 2): try store(FilePath(arguments[0]), stopAt: Int(arguments[1]) ?? 0)
        case ("apply", 3...4):
            let kernel = FileKernel(path: arguments[1])
            try ConfirmedApply.perform(FilePath(arguments[0]), kernel, seconds: UInt32(arguments[2]) ?? 0)
            if arguments.count == 4 { pause() }
        case ("watch", 3):
            guard let token = ConfirmationToken(arguments[2]) else { throw ProbeError("no token") }
            _ = try Watchdog.run(token, in: FilePath(arguments[0]), restorer: FileKernel(path: arguments[1]))
        case ("enforce", 3...4):
            let seconds = arguments.count == 4 ? UInt32(arguments[3]) : nil
            try KernelApply.perform(FilePath(arguments[0]), arguments[1], Int(arguments[2]) ?? 0, seconds: seconds)
        case ("guard", 2):
            guard let token = ConfirmationToken(arguments[1]) else { throw ProbeError("no token") }
            _ = try Watchdog.run(token, in: FilePath(arguments[0]), restorer: KernelRestorer())
        case ("fail", 5):
            try FaultyVerb.perform(
                FilePath(arguments[0]),
                arguments[1],
                step: Int(arguments[2]) ?? 0,
                code: Int32(arguments[3]) ?? 0,
                isLasting: arguments[4] == "lasting"
            )
        case ("confirm", 1): try confirm(FilePath(arguments[0]))
        default: throw ProbeError("no such deed")
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
        let number = try state.addSample(to: folder, holding: lock)
        state.enforce(number, mark: nil, isConfirmed: true)
        try folder.save(state, holding: lock)
    }

    private static func confirm(_ path: FilePath) throws {
        let folder = try StateFolder(creating: path)
        let enforcer = Enforcer(rememberingIn: folder, waiting: .seconds(60))
        say("confirmed \(try enforcer.confirm(comparing: false).policy.number)")
    }
}

struct ProbeError: Error {
    let reason: String

    init(_ reason: String) {
        self.reason = reason
    }
}

extension EnforcementState {
    /// Stores the sample ruleset of the next policy, adds that, and returns its number.
    mutating func addSample(to folder: borrowing StateFolder, holding lock: borrowing StateLock) throws -> Int {
        let number = nextNumber
        let ruleset = try folder.store(
            messages: FileKernel.batch(number),
            addresses: [],
            failSafe: Array("fail-safe of \(number)".utf8),
            as: number,
            holding: lock
        )
        add(AppliedPolicy(number: number, digest: "a sample", title: "", ruleset: ruleset))
        return number
    }
}
#endif
