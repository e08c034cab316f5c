#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What the kernel says of processes.
enum ResourceUsage {
    /// The most memory that this process has had.
    static var ownPeakMegabytes: Double {
        var usage = rusage()
        unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return Double(usage.ru_maxrss) / 1024
    }

    /// What a program took.
    struct Use {
        /// From its start to its end.
        var milliseconds: Double
        /// The most memory that it had at a time.
        var peakMegabytes: Double
    }

    /// How long `command` takes from its start to its end; its output is thrown away.
    static func wallMilliseconds(of command: [String]) throws -> Double {
        try of(command).milliseconds
    }

    /// What `command` takes; its output is thrown away.
    static func of(_ command: [String]) throws -> Use {
        let clock = ContinuousClock()
        let start = clock.now
        let peakMegabytes = try run(command)
        let elapsed = (clock.now - start).components
        let milliseconds = Double(elapsed.seconds) * 1e3 + Double(elapsed.attoseconds) / 1e15
        return Use(milliseconds: milliseconds, peakMegabytes: peakMegabytes)
    }

    /// Runs `command`, and tells the most memory that it had.
    private static func run(_ command: [String]) throws -> Double {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        let words: [UnsafeMutablePointer<CChar>?] = unsafe command.map { unsafe strdup($0) }
        defer { unsafe words.forEach { unsafe free($0) } }
        var child: pid_t = 0
        let started = unsafe posix_spawnp(&child, command[0], &actions, nil, words + [nil], environ)
        var status: Int32 = 0
        var usage = rusage()
        guard started == 0, unsafe wait4(child, &status, 0, &usage) == child, status == 0 else {
            throw ProgramFailure(command: command, status: status)
        }
        return Double(usage.ru_maxrss) / 1024
    }
}
