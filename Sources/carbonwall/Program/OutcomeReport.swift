#if os(Linux)
import Emitters
import Enforcement
import Policy

/// What a verb did to the machine, for a person and for a program.
struct Outcome {
    /// What became of the request.
    enum Kind: String {
        /// It is done.
        case done
        /// Nothing had to change.
        case unchanged
        /// Nothing was changed, for a reason.
        case refused
        /// Nobody can say whether it was done.
        case unknown
    }

    let kind: Kind
    /// Lines for a person.
    let text: String
    /// What a program wants to know besides.
    var members: [(name: String, value: JSONValue?)] = []

    fileprivate var json: JSONValue { .object([("outcome", .string(kind.rawValue))] + members) }
}

extension ReportOptions {
    /// Reports what `body` did, in the form that was asked for, and its failure, too.
    ///
    /// - Throws: What `body` throws, which goes to standard error besides; that what was done can't be reported.
    func report(_ body: () throws -> Outcome) throws {
        let outcome: Outcome
        do {
            outcome = try CommandFailure.enforcing(body)
        } catch {
            if format == .json { try? Console.write(error.outcome.json.document) }
            throw error
        }
        try CommandFailure.reporting { () throws(CommandFailure) in try write(text: outcome.text, json: outcome.json) }
    }
}

extension CommandFailure {
    /// Writes the failure as an outcome where `arguments` ask for one of a verb that changes the machine, and couldn't be read.
    func reportAsOutcome(_ arguments: [String]) {
        let changing: Set = ["apply", "confirm", "rollback", "remove", "boot"]
        guard let verb = arguments.first, changing.contains(verb) else { return }
        let pairs = zip(arguments, arguments.dropFirst())
        guard arguments.contains("--format=json") || pairs.contains(where: { $0 == ("--format", "json") }) else {
            return
        }
        try? Console.write(outcome.json.document)
    }

    /// The failure as an outcome.
    fileprivate var outcome: Outcome {
        let kind: Outcome.Kind = if case .unknownOutcome = self { .unknown } else { .refused }
        return Outcome(kind: kind, text: description, members: members)
    }

    private var members: [(name: String, value: JSONValue?)] {
        let status = ("status", JSONValue.integer(Int(status.rawValue)))
        return switch self {
        case .usage(let message, let hint), .data(let message, let hint), .operation(let message, let hint),
            .unknownOutcome(let message, let hint):
            [status, ("error", .string(message)), ("hint", hint.map(JSONValue.string))]
        case .notPermitted(let message): [status, ("error", .string(message))]
        case .invalid(let input): [status, ("findings", .array(input.findings.map(\.json)))]
        case .refused(let findings, let hint):
            [status, ("findings", .array(findings.map(\.json))), ("hint", hint.map(JSONValue.string))]
        }
    }
}

extension JSONValue {
    /// What `make` makes of `value`, or null.
    static func orNull<Value>(_ value: Value?, _ make: (Value) -> JSONValue) -> JSONValue {
        value.map(make) ?? .null
    }
}
#endif
