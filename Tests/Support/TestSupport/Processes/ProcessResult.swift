/// How a program ended and what it said.
public struct ProcessResult: Hashable, Sendable {
    /// How a program ended.
    public enum Status: Hashable, Sendable {
        /// It left by itself, with this exit code.
        case exited(Int32)
        /// This signal ended it.
        case signalled(Int32)
    }

    /// How it ended.
    public let status: Status
    /// Its standard output, byte for byte.
    public let outputBytes: [UInt8]
    /// Its standard error, byte for byte.
    public let errorBytes: [UInt8]

    /// Its standard output as text.
    public var output: String { String(decoding: outputBytes, as: UTF8.self) }
    /// Its standard error as text.
    public var errors: String { String(decoding: errorBytes, as: UTF8.self) }
    /// Whether it left with exit code 0.
    public var succeeded: Bool { status == .exited(0) }
}

/// A program that had to succeed and didn't.
public struct ProcessFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The program and its arguments.
    public let arguments: [String]
    /// How it ended and what it said.
    public let result: ProcessResult

    /// That the program `arguments` ended with `result`.
    public init(arguments: [String], result: ProcessResult) {
        self.arguments = arguments
        self.result = result
    }

    /// The command line, how it ended, and its standard error.
    public var description: String {
        "\(arguments.joined(separator: " ")): \(result.status)\n\(result.errors)"
    }
}
