#if os(Linux)
import CLinuxNetwork
import Glibc

/// Runs programs, without a shell, from the calling thread, so that they inherit its network namespace.
///
/// Input and output go through files in memory: nothing to pump, so nothing that could block for ever on a full pipe.
public enum ProcessRunner {
    /// Runs a program to its end.
    ///
    /// - Parameters:
    ///   - arguments: The program, by path or by name (`PATH`, then /usr/sbin and /sbin), and its arguments.
    ///   - input: What it reads from standard input.
    ///   - environment: Variables that are added to this process's own, or replace them.
    /// - Returns: Its status, whatever that is, and its output.
    /// - Throws: Where it couldn't be started.
    public static func run(
        _ arguments: [String],
        input: [UInt8] = [],
        environment: [String: String] = [:]
    ) throws(SystemError) -> ProcessResult {
        let program = try path(of: arguments.first ?? "")
        let standardInput = try FileDescriptor.memory("stdin")
        try standardInput.fill(input)
        let output = try FileDescriptor.memory("stdout")
        let errors = try FileDescriptor.memory("stderr")
        let descriptors = [standardInput.number, output.number, errors.number]
        let process = try spawn(program, arguments, environment: environment, descriptors: descriptors)
        let status = try wait(for: process)
        return try ProcessResult(status: status, outputBytes: output.contents(), errorBytes: errors.contents())
    }

    /// Runs a program that has to succeed, and returns its standard output.
    ///
    /// - Throws: `ProcessFailure` where it doesn't leave with exit code 0, `SystemError` where it couldn't be started.
    @discardableResult
    public static func output(of arguments: [String], input: [UInt8] = []) throws -> String {
        let result = try run(arguments, input: input)
        guard result.succeeded else { throw ProcessFailure(arguments: arguments, result: result) }
        return result.output
    }

    /// Whether the program `name`, a path or a name, can be found.
    public static func finds(_ name: String) -> Bool {
        guard let path = try? path(of: name) else { return false }
        return unsafe access(path, X_OK) == 0
    }

    static func path(of program: String) throws(SystemError) -> String {
        if program.contains("/") { return program }
        let folders = unsafe getenv("PATH").map { unsafe String(cString: $0) } ?? "/usr/bin:/bin"
        let paths = (folders + ":/usr/sbin:/sbin").split(separator: ":").map { "\($0)/\(program)" }
        guard let path = paths.first(where: { unsafe access($0, X_OK) == 0 }) else {
            throw SystemError("find \(program)", code: ENOENT)
        }
        return path
    }

    /// Starts the program with `descriptors` as its 0, 1, 2, and nothing else of ours open.
    static func spawn(
        _ program: String,
        _ arguments: [String],
        environment: [String: String],
        descriptors: [Int32]
    ) throws(SystemError) -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        for (target, descriptor) in descriptors.enumerated() {
            unsafe posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(target))
        }
        // A thread of the concurrency pool blocks signals, which a program would inherit.
        var attributes = posix_spawnattr_t()
        var noSignals = sigset_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        unsafe sigemptyset(&noSignals)
        unsafe posix_spawnattr_setsigmask(&attributes, &noSignals)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let vector = CStrings(arguments)
        let variables = CStrings(merged(environment))
        var process = pid_t()
        let code = unsafe posix_spawn(&process, program, &actions, &attributes, vector.pointers, variables.pointers)
        guard code == 0 else { throw SystemError("start \(program)", code: code) }
        return process
    }

    private static func merged(_ additions: [String: String]) -> [String] {
        var variables: [String] = []
        var next = unsafe cln_environment()
        while let current = unsafe next, let entry = unsafe current.pointee {
            let variable = unsafe String(cString: entry)
            if additions[String(variable.prefix { $0 != "=" })] == nil { variables.append(variable) }
            unsafe next = current + 1
        }
        return variables + additions.map { "\($0)=\($1)" }
    }

    static func wait(for process: pid_t) throws(SystemError) -> ProcessResult.Status {
        var status: Int32 = 0
        while unsafe waitpid(process, &status, 0) < 0 {
            guard errno == EINTR else { throw SystemError("waitpid", code: errno) }
        }
        let signal = status & 0x7f
        return signal == 0 ? .exited(status >> 8 & 0xff) : .signalled(signal)
    }
}

/// A null-terminated array of C strings, freed at the end of its life.
@safe private struct CStrings: ~Copyable {
    let pointers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    private let count: Int

    init(_ strings: [String]) {
        count = strings.count
        unsafe pointers = .allocate(capacity: strings.count + 1)
        for (index, string) in strings.enumerated() {
            unsafe (pointers + index).initialize(to: strdup(string))
        }
        unsafe (pointers + strings.count).initialize(to: nil)
    }

    deinit {
        for index in 0..<count {
            unsafe free(pointers[index])
        }
        unsafe pointers.deallocate()
    }
}
#endif
