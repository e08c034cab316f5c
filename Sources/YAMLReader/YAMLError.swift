package import Policy

/// Why a file isn't read, and where.
package struct YAMLError: Error, Hashable, Sendable {
    /// What is wrong.
    package enum Problem: Hashable, Sendable {
        case tooLarge
        case empty
        case invalidUTF8
        case unprintable(Unicode.Scalar)
        case tabIndentation
        /// In libyaml's words.
        case syntax(String)
        case anchor
        case alias
        case tag
        case severalDocuments
        case duplicateKey(String, firstLine: Int)
        case nonScalarKey
        case tooDeep
        case scalarTooLong
        case tooManyNodes
    }

    package let problem: Problem
    /// From 1.
    package let line: Int
    /// From 1, in characters (Unicode scalars).
    package let column: Int

    init(_ problem: Problem, line: Int, column: Int) {
        self.problem = problem
        self.line = line
        self.column = column
    }

    /// The error as a finding in `file`.
    package func finding(in file: String) -> Finding {
        let location = SourceLocation(file: file, line: line, column: column)
        return Finding(.error, slug, at: location, message, hint: hint)
    }
}

extension YAMLError {
    /// What is wrong, in one line.
    package var message: String {
        switch problem {
        case .tooLarge: "the file is larger than \(YAMLLimits.fileSize >> 20) MB"
        case .empty: "the file is empty"
        case .invalidUTF8: "the file isn't valid UTF-8"
        case .unprintable(let scalar): "the character U+\(scalar.hexadecimal) isn't allowed"
        case .tabIndentation: "a tab is used as indentation"
        case .syntax(let text): "not valid YAML: \(text)"
        case .anchor: "anchors (&name) aren't allowed"
        case .alias: "aliases (*name) aren't allowed"
        case .tag: "tags (!name) aren't allowed"
        case .severalDocuments: "the file holds more than one document"
        case .duplicateKey(let key, let line): "the key \(key.quotedForMessage) is already in line \(line)"
        case .nonScalarKey: "a key must be a text"
        case .tooDeep: "lists and mappings are nested deeper than \(YAMLLimits.depth) levels"
        case .scalarTooLong: "a text is longer than \(YAMLLimits.scalarSize >> 10) KiB"
        case .tooManyNodes: "the file holds more than \(YAMLLimits.nodes) values"
        }
    }

    /// The kind of the finding.
    private var slug: String {
        switch problem {
        case .tooLarge, .tooDeep, .scalarTooLong, .tooManyNodes: "file-too-large"
        case .empty: "empty-file"
        case .invalidUTF8, .unprintable, .tabIndentation: "bad-character"
        case .duplicateKey: "duplicate-key"
        case .anchor, .alias, .tag, .severalDocuments, .nonScalarKey: "unsupported-yaml"
        case .syntax: "yaml-syntax"
        }
    }

    /// What to do about it, where that isn't plain.
    private var hint: String? {
        switch problem {
        case .tabIndentation: "indent with spaces"
        case .anchor, .alias, .tag: "put the text in quotes if it is meant as it stands"
        case .severalDocuments: "remove the line '---' and what follows it, or put it in a file of its own"
        case .invalidUTF8: "save the file as UTF-8"
        default: nil
        }
    }
}

extension Unicode.Scalar {
    /// At least four digits, as Unicode's code charts write it.
    fileprivate var hexadecimal: String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
