#if os(Linux)
import Glibc

/// A program at work beside the test, killed at the end of its life.
///
/// It inherits the network namespace of the thread that starts it.
public final class RunningProcess {
    /// Its number.
    public let number: Int32
    private let output: FileDescriptor
    private let errors: FileDescriptor
    private var status: ProcessResult.Status?

    /// Starts a program, found as `ProcessRunner` does, without input.
    ///
    /// - Throws: Where it couldn't be started.
    public init(_ arguments: [String], environment: [String: String] = [:]) throws(SystemError) {
        let program = try ProcessRunner.path(of: arguments.first ?? "")
        let input = try FileDescriptor.memory("stdin")
        output = try FileDescriptor.memory("stdout")
        errors = try FileDescriptor.memory("stderr")
        number = try ProcessRunner.spawn(
            program,
            arguments,
            environment: environment,
            descriptors: [input.number, output.number, errors.number]
        )
    }

    /// Sends it a signal.
    public func signal(_ signal: Int32) throws(SystemError) {
        try SystemError.check("kill \(number)", kill(number, signal))
    }

    /// Waits for its end.
    @discardableResult
    public func wait() throws(SystemError) -> ProcessResult {
        let end = try waitForEnd()
        return try ProcessResult(status: end, outputBytes: output.contents(), errorBytes: errors.contents())
    }

    private func waitForEnd() throws(SystemError) -> ProcessResult.Status {
        if let status { return status }
        let end = try ProcessRunner.wait(for: number)
        status = end
        return end
    }

    /// Waits until it has written `text` to its standard output.
    ///
    /// - Throws: What it has written instead within `seconds`.
    public func waitForOutput(_ text: String, seconds: Int = 20) throws {
        try Patience.wait(seconds: seconds, for: "\(text) from process \(number)") { try hasWritten(text) }
    }

    /// Whether it has written `text` to its standard output.
    public func hasWritten(_ text: String) throws(SystemError) -> Bool {
        try written().contains(text)
    }

    /// What it has written to its standard output so far.
    public func written() throws(SystemError) -> String {
        try String(decoding: output.contents(), as: UTF8.self)
    }

    deinit {
        guard status == nil else { return }
        kill(number, SIGKILL)
        _ = try? ProcessRunner.wait(for: number)
    }
}

/// Waiting for what another process does.
public enum Patience {
    /// Waits until `condition` holds.
    ///
    /// - Throws: Where it doesn't within `seconds`; `event` is what the error calls it.
    public static func wait(seconds: Int = 20, for event: String, until condition: () throws -> Bool) throws {
        for _ in 0..<(seconds * 100) {
            if try condition() { return }
            usleep(10_000)
        }
        throw SystemError("wait for \(event)", code: ETIMEDOUT)
    }
}
#endif
