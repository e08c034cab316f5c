#if os(Linux)
internal import Glibc

/// A thread that ends with its work, so that what the work does to it (its namespace) ends too.
enum DedicatedThread {
    /// Runs `body` on a new thread and hands its result to the waiting task.
    static func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let work = Work { continuation.resume(with: Result(catching: body)) }
            var thread = pthread_t()
            let code = unsafe pthread_create(&thread, nil, start, Unmanaged.passRetained(work).toOpaque())
            guard code == 0 else {
                unsafe Unmanaged.passUnretained(work).release()
                return continuation.resume(throwing: SystemError("pthread_create", code: code))
            }
            pthread_detach(thread)
        }
    }

    private static let start: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { argument in
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
