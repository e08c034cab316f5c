import CLinux
import Glibc
import SystemPackage

/// A program that this process has started.
struct ChildProcess: ~Copyable {
    /// What it is started for.
    enum Purpose {
        /// To outlive this process: it gets a session of its own, and may tell of errors until it is ready.
        case watchdog
        /// To do something for this process, and to say nothing.
        case helper
    }

    private let number: Int32
    private var end: Int32?

    /// Starts the program at `path`, found nowhere else.
    ///
    /// It gets /dev/null as standard input and output, no file that is closed on exec, no blocked or ignored signal, and an
    /// environment with nothing but a `PATH`.
    ///
    /// - Throws: errno.
    init(_ path: FilePath, _ arguments: [String], _ purpose: Purpose) throws(Errno) {
        try self.init(path, arguments, purpose, outputNumber: nil)
    }

    /// The same with `output`, which may be closed on exec, as its standard output.
    init(
        _ path: FilePath,
        _ arguments: [String],
        _ purpose: Purpose,
        output: borrowing Descriptor
    ) throws(Errno) {
        try self.init(path, arguments, purpose, outputNumber: output.number)
    }

    private init(
        _ path: FilePath,
        _ arguments: [String],
        _ purpose: Purpose,
        outputNumber: Int32?
    ) throws(Errno) {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        for standard in STDIN_FILENO...(purpose == .watchdog ? STDOUT_FILENO : STDERR_FILENO) {
            unsafe posix_spawn_file_actions_addopen(&actions, standard, "/dev/null", O_RDWR, 0)
        }
        if let outputNumber { unsafe posix_spawn_file_actions_adddup2(&actions, outputNumber, STDOUT_FILENO) }
        var attributes = Self.attributes(purpose)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var process = pid_t()
        let vector = CStrings(arguments)
        let environment = CStrings(["PATH=/usr/sbin:/usr/bin:/sbin:/bin"])
        let code = unsafe path.withPlatformString {
            unsafe posix_spawn(&process, $0, &actions, &attributes, vector.pointers, environment.pointers)
        }
        guard code == 0 else { throw Errno(rawValue: code) }
        number = process
    }

    private static func attributes(_ purpose: Purpose) -> posix_spawnattr_t {
        var attributes = posix_spawnattr_t()
        var (none, all) = (sigset_t(), sigset_t())
        unsafe sigemptyset(&none)
        unsafe sigfillset(&all)
        unsafe posix_spawnattr_init(&attributes)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setsigdefault(&attributes, &all)
        let session = purpose == .watchdog ? Int32(CLX_POSIX_SPAWN_SETSID) : 0
        unsafe posix_spawnattr_setflags(
            &attributes,
            Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | session)
        )
        return attributes
    }

    /// Its exit code, or the number of the signal that ended it as a negative number; nil while it runs.
    mutating func endIfOver() -> Int32? {
        if let end { return end }
        var status: Int32 = 0
        guard unsafe waitpid(number, &status, WNOHANG) == number else { return nil }
        let signal = status & 0x7f
        end = signal == 0 ? status >> 8 & 0xff : -signal
        return end
    }

    /// Ends it at once, and waits for that.
    mutating func kill() {
        guard endIfOver() == nil else { return }
        Glibc.kill(number, SIGKILL)
        end = -SIGKILL
        while waitpid(number, nil, 0) < 0, errno == EINTR {}
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
