import Policy

/// Why a verb couldn't do what it was asked for.
enum CommandFailure: Error {
    /// The flags contradict each other, or name what isn't there.
    case usage(String, hint: String? = nil)
    /// A file that was named can't be used.
    case data(String, hint: String? = nil)
    /// The input was read and can't be used.
    case invalid(InvalidInput)
    /// Something outside refused.
    case operation(String, hint: String? = nil)
    /// Something outside refused, and nobody can say whether it was done nevertheless.
    case unknownOutcome(String, hint: String?)
    /// Errors among these findings speak against it.
    case refused([Finding], hint: String?)
    /// Only root, or a process with a capability, may do that.
    case notPermitted(String)

    /// What `body` returns; what it finds wrong is `invalid`.
    static func catching<Value>(_ body: () throws(InvalidInput) -> Value) throws(CommandFailure) -> Value {
        do {
            return try body()
        } catch {
            throw .invalid(error)
        }
    }

    /// What the caller is told.
    var status: ExitStatus {
        switch self {
        case .usage: .usage
        case .data: .data
        case .invalid(let input): input.findings.allSatisfy(\.isUsageMistake) ? .usage : .data
        case .operation, .unknownOutcome, .refused: .failed
        case .notPermitted: .notPermitted
        }
    }

    /// What is written to standard error, a line or two for each reason.
    var description: String {
        switch self {
        case .usage(let message, let hint), .data(let message, let hint), .operation(let message, let hint),
            .unknownOutcome(let message, let hint):
            Report.line("error", message, hint: hint)
        case .notPermitted(let message):
            Report.line("error", message)
        case .invalid(let input):
            input.findings.map(Report.line).joined()
        case .refused(let findings, let hint):
            findings.map(Report.line).joined() + Report.line("error", "nothing was changed", hint: hint)
        }
    }
}

extension Finding {
    /// Whether a flag is wrong in itself; what only follows from the catalog's numbers is wrong data.
    fileprivate var isUsageMistake: Bool {
        let aboutData = ["offset-out-of-range", "collision", "cloud-quota", "cloud-value", "placeholder-address"]
        return location == nil && !aboutData.contains(slug)
    }
}
