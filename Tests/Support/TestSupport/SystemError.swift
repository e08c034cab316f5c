#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A system call that failed.
public struct SystemError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was tried, and on what: `open /etc/hosts`.
    public let operation: String
    /// Its errno.
    public let code: Int32

    /// The failure `code` of `operation`.
    public init(_ operation: String, code: Int32) {
        self.operation = operation
        self.code = code
    }

    /// `open /etc/hosts: No such file or directory`.
    public var description: String {
        "\(operation): \(unsafe String(cString: strerror(code)))"
    }

    /// `result`, or the failure that errno tells where it is negative.
    @discardableResult
    package static func check<Result: SignedInteger>(
        _ operation: @autoclosure () -> String,
        _ result: Result
    ) throws(SystemError) -> Result {
        let code = errno
        guard result < 0 else { return result }
        throw SystemError(operation(), code: code)
    }
}
