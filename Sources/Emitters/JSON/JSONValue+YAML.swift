extension JSONValue {
    /// The same value as a YAML document in block style, texts in double quotes: nothing of them can be taken for another type.
    package var yamlDocument: String {
        yamlLines(indentation: "").joined(separator: "\n") + "\n"
    }

    private func yamlLines(indentation: String) -> [String] {
        switch self {
        case .object(let members) where !members.isEmpty:
            members.flatMap { member in
                member.value.yamlLines(behind: "\(indentation)\(member.name.yamlKey):", inner: indentation + "  ")
            }
        case .array(let values) where !values.isEmpty:
            values.flatMap { value in
                let lines = value.yamlLines(indentation: indentation + "  ")
                return ["\(indentation)- " + lines[0].drop { $0 == " " }] + lines.dropFirst()
            }
        default:
            [indentation + flow]
        }
    }

    /// Beside its key where it is one line, else below it.
    private func yamlLines(behind key: String, inner: String) -> [String] {
        switch self {
        case .object(let members) where !members.isEmpty: [key] + yamlLines(indentation: inner)
        case .array(let values) where !values.isEmpty: [key] + yamlLines(indentation: inner)
        default: ["\(key) \(flow)"]
        }
    }
}

extension String {
    /// As it is where it is a plain word, else in double quotes.
    fileprivate var yamlKey: String {
        let isPlain = utf8.allSatisfy { $0.isLetterOrDigit || $0 == UInt8(ascii: "_") }
        return isPlain && utf8.first.map { !$0.isDigit } == true ? self : JSONValue.string(self).flow
    }
}
