#if os(Linux)
import Glibc

/// A thread that ends with its work, so that what the work does to it (its namespace) ends too.
enum DedicatedThread {
    /// Runs `body` on a new thread and hands its result to the waiting task.
    static func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            do {
                pthread_detach(try start { continuation.resume(with: Result(catching: body)) })
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }

    /// Starts `body` on a new thread, which has to be joined or detached.
    static func start(_ body: @escaping @Sendable () -> Void) throws(SystemError) -> pthread_t {
        let work = unsafe Unmanaged.passRetained(Work(body))
        var thread = pthread_t()
        let code = unsafe pthread_create(&thread, nil, main, work.toOpaque())
        guard code == 0 else {
            unsafe work.release()
            throw SystemError("pthread_create", code: code)
        }
        return thread
    }

    private static let main: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { argument in
        if let argument = unsafe argument {
            unsafe Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().perform()
        }
        return nil
    }

    /// A closure as an object, to pass through a C pointer.
    private final class Work: Sendable {
        let perform: @Sendable () -> Void

        init(_ perform: @escaping @Sendable () -> Void) {
            self.perform = perform
        }
    }
}
#endif
