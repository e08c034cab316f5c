import Emitters
import Policy

extension Finding {
    /// `warning: message [slug]`, with its place in front where it has one, and the hint in a line of its own.
    var report: String {
        let place = location.map { "\($0): ".printable } ?? ""
        return "\(place)\(severity.rawValue): \(message.printable) [\(slug)]\n"
            + (hint.map { "  hint: \($0.printable)\n" } ?? "")
    }

    /// `slug`, `severity`, `message`, with `hint`, `file`, `line` and `column` where there are any.
    var json: JSONValue {
        var members: [(String, JSONValue?)] = [
            ("slug", .string(slug)),
            ("severity", .string(severity.rawValue)),
            ("message", .string(message)),
            ("hint", hint.map(JSONValue.string)),
        ]
        members += [
            ("file", location.map { .string($0.file) }),
            ("line", location.map { .integer($0.line) }),
            ("column", location.map { .integer($0.column) }),
        ]
        return .object(members)
    }
}
