import Policy

/// A JSON text (RFC 8259), with the members of objects in the order in which they are given.
package enum JSONValue: Hashable, Sendable {
    case string(String)
    case integer(Int)
    case boolean(Bool)
    case null
    case array([JSONValue])
    case object([Member])

    private static let longestLine = 100

    /// A member of an object.
    package struct Member: Hashable, Sendable {
        package let name: String
        package let value: JSONValue
    }

    /// An object of those `members` that have a value, in this order.
    package static func object(_ members: [(name: String, value: JSONValue?)]) -> JSONValue {
        .object(members.compactMap { member in member.value.map { Member(name: member.name, value: $0) } })
    }

    /// An array of strings.
    package static func strings(_ texts: some Sequence<String>) -> JSONValue {
        .array(texts.map(JSONValue.string))
    }

    /// The text, with two spaces for each level and a line break at its end; short arrays of scalars
    /// stay in one line.
    package var document: String { rendered(indentation: "", longestObject: 0) + "\n" }

    /// The same, with objects in one line, too, as long as they have no more than 160 characters there.
    package var compactDocument: String { rendered(indentation: "", longestObject: 160) + "\n" }

    /// The text in one line, whatever it holds.
    var line: String {
        switch self {
        case .string, .integer, .boolean, .null: flow
        case .array(let values): "[" + values.map(\.line).joined(separator: ", ") + "]"
        case .object(let members):
            "{" + members.map { "\($0.name.jsonQuoted): \($0.value.line)" }.joined(separator: ", ") + "}"
        }
    }

    /// The text in the form in which it stands inside others.
    var flow: String { rendered(indentation: "", longestObject: 0) }

    private var isScalar: Bool {
        switch self {
        case .string, .integer, .boolean, .null: true
        case .array, .object: false
        }
    }

    private func rendered(indentation: String, longestObject: Int) -> String {
        let inner = indentation + "  "
        switch self {
        case .string(let text): return text.jsonQuoted
        case .integer(let number): return "\(number)"
        case .boolean(let value): return "\(value)"
        case .null: return "null"
        case .array(let values):
            guard !values.isEmpty else { return "[]" }
            let texts = values.map { $0.rendered(indentation: inner, longestObject: longestObject) }
            let line = "[" + texts.joined(separator: ", ") + "]"
            if values.allSatisfy(\.isScalar), line.count <= Self.longestLine { return line }
            let lines = texts.map { inner + $0 }
            return "[\n" + lines.joined(separator: ",\n") + "\n\(indentation)]"
        case .object(let members):
            guard !members.isEmpty else { return "{}" }
            let texts = members.map { member in
                let value = member.value.rendered(indentation: inner, longestObject: longestObject)
                return "\(member.name.jsonQuoted): \(value)"
            }
            let line = "{" + texts.joined(separator: ", ") + "}"
            if line.utf8.count <= longestObject, !line.contains("\n") { return line }
            return "{\n" + texts.map { inner + $0 }.joined(separator: ",\n") + "\n\(indentation)}"
        }
    }
}

extension String {
    /// In double quotes, with escapes for quotes, backslashes and whatever is unprintable.
    fileprivate var jsonQuoted: String {
        var quoted = "\""
        for scalar in unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case _ where scalar.isUnprintable: quoted += scalar.jsonEscape
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}

extension Unicode.Scalar {
    /// `\u001b`; every scalar that counts as unprintable fits in four digits.
    fileprivate var jsonEscape: String {
        let digits = String(value, radix: 16)
        return "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
