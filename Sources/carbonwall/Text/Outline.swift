import Emitters
import Policy

extension JSONValue {
    /// The object for a person: a line for each member that has something in it, lists of objects indented below their name.
    var outline: String {
        guard case .object(let members) = self else { return "" }
        return Self.lines(members, indentation: "").joined(separator: "\n") + "\n"
    }

    private static func lines(_ members: [Member], indentation: String) -> [String] {
        let width = members.compactMap { $0.value.inline == nil ? nil : $0.name.words.count }.max() ?? 0
        return members.flatMap { member in
            if let text = member.value.inline {
                let name = "\(indentation)\(member.name.words.padded(to: width))  "
                return text.isEmpty ? [] : hanging(text, behind: name)
            }
            let blocks = member.value.blocks(indentation: indentation + "  ")
            return (indentation.isEmpty ? [""] : []) + [indentation + member.name.words] + blocks
        }
    }

    private static func hanging(_ text: String, behind name: String) -> [String] {
        let lines = text.printable.wrapped(to: max(Terminal.output.width - name.count, 20))
        return lines.enumerated().map { ($0 == 0 ? name : String(repeating: " ", count: name.count)) + $1 }
    }

    /// A block for each object of an array: its first member as the title, the others below.
    private func blocks(indentation: String) -> [String] {
        guard case .array(let values) = self else { return [] }
        return values.flatMap { value -> [String] in
            guard case .object(let members) = value, let title = members.first?.value.inline else { return [] }
            return [indentation + title.printable]
                + Self.lines(Array(members.dropFirst()), indentation: indentation + "  ")
        }
    }

    /// A scalar, or several, in one line; nil for what needs lines of its own.
    private var inline: String? {
        switch self {
        case .string(let text): text
        case .integer(let number): "\(number)"
        case .boolean(let value): value ? "yes" : "no"
        case .null: "-"
        case .array(let values) where values.allSatisfy { $0.inline != nil }:
            values.compactMap(\.inline).joined(separator: ", ")
        case .array, .object: nil
        }
    }
}

extension String {
    /// `pageClaim` → `page claim`.
    fileprivate var words: String {
        reduce(into: "") { words, letter in words += letter.isUppercase ? " \(letter.lowercased())" : String(letter) }
    }
}
