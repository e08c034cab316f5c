import Policy
package import SystemPackage

/// An operation that the system refused.
package struct SystemProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was tried: `open`, `lock`.
    package let operation: String
    /// What on: a path, mostly.
    package let object: String
    /// What the system said.
    package let code: Errno

    /// The refusal `code` of `operation` on `object`.
    package init(_ operation: String, _ object: String, _ code: Errno) {
        self.operation = operation
        self.object = object
        self.code = code
    }

    /// `can't open '/var/lib/carbonwall': Permission denied`.
    package var description: String {
        "can't \(operation) \(object.quotedForMessage): \(code)"
    }

    /// What `body` returns; `operation` on `object` is what its error is called.
    static func naming<Value: ~Copyable>(
        _ operation: String,
        _ object: String,
        _ body: () throws(Errno) -> Value
    ) throws(SystemProblem) -> Value {
        do {
            return try body()
        } catch {
            throw SystemProblem(operation, object, error)
        }
    }
}
