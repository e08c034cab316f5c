import Policy
import SystemPackage

/// An operation on a file that the system refused.
struct FileProblem: Error, Hashable, CustomStringConvertible {
    /// What was tried: `open`, `write`.
    let operation: String
    let path: FilePath
    let code: Errno

    /// `can't open 'rules.nft': Permission denied`.
    var description: String {
        "can't \(operation) \(path.string.quotedForMessage): \(code)"
    }

    /// What `body` returns; `operation` on `path` is what its error is called.
    ///
    /// - Throws: `FileProblem` with the errno of `body`'s error.
    static func naming<Value>(_ operation: String, _ path: FilePath, _ body: () throws -> Value) throws(FileProblem)
        -> Value
    {
        do {
            return try body()
        } catch {
            throw FileProblem(operation: operation, path: path, code: error as? Errno ?? .ioError)
        }
    }
}
