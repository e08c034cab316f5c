#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The signals by which people and systems end programs.
enum HeldSignals {
    private static let held = [SIGHUP, SIGINT, SIGQUIT, SIGTERM]

    /// Runs `body`; signals that come meanwhile take effect at its end.
    static func during<Value>(_ body: () throws -> Value) rethrows -> Value {
        var set = sigset_t()
        var previous = sigset_t()
        unsafe sigemptyset(&set)
        for signal in held {
            unsafe sigaddset(&set, signal)
        }
        unsafe pthread_sigmask(SIG_BLOCK, &set, &previous)
        defer { unsafe pthread_sigmask(SIG_SETMASK, &previous, nil) }
        return try body()
    }
}
