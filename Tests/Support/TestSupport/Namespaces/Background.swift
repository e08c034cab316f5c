#if os(Linux)
import Glibc
import Synchronization

/// Work beside other work.
public enum Background {
    /// Runs `work` over and over on a thread of its own, in the calling thread's network namespace, while `body` runs.
    ///
    /// - Throws: What `body` or, if that goes well, `work` throws; after an error `work` isn't run again.
    public static func repeating<Value>(
        _ work: @escaping @Sendable () throws -> Void,
        during body: () throws -> Value
    ) throws -> Value {
        let state = State()
        let thread = try DedicatedThread.start {
            do {
                while !state.isStopped.load(ordering: .relaxed) { try work() }
            } catch {
                state.failure.withLock { $0 = error }
            }
        }
        let result = Result(catching: body)
        state.isStopped.store(true, ordering: .relaxed)
        pthread_join(thread, nil)
        let value = try result.get()
        if let failure = state.failure.withLock(\.self) { throw failure }
        return value
    }

    /// Waits.
    public static func sleep(milliseconds: UInt32) {
        usleep(milliseconds * 1000)
    }

    private final class State: Sendable {
        let isStopped = Atomic(false)
        let failure = Mutex<(any Error)?>(nil)
    }
}
#endif
