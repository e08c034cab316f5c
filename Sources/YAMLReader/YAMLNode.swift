/// A value of a YAML file and where it stands.
package struct YAMLNode: Hashable, Sendable {
    /// What kind of value it is.
    package enum Content: Hashable, Sendable {
        case scalar(YAMLScalar)
        case sequence([YAMLNode])
        /// In the order of the file, no key twice.
        case mapping([YAMLPair])
    }

    package let content: Content
    /// From 1.
    package let line: Int
    /// From 1, in characters (Unicode scalars).
    package let column: Int

    /// What a message calls it.
    package var kind: String {
        switch content {
        case .scalar(let scalar): scalar.isEmptyPlain ? "nothing" : "text"
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }
}

/// A text, as YAML's rules for quotes and escapes give it.
///
/// What plain texts like `7`, `yes` or `~` stand for is up to the reader; nothing is converted.
package struct YAMLScalar: Hashable, Sendable {
    package let text: String
    /// Whether it was written without quotes and not as a block.
    package let isPlain: Bool

    /// Whether nothing was written, as the value in `key:`.
    package var isEmptyPlain: Bool { isPlain && text.isEmpty }
}

/// A key and its value in a mapping.
package struct YAMLPair: Hashable, Sendable {
    package let key: String
    /// Where the key stands.
    package let keyLine: Int
    package let keyColumn: Int
    package let value: YAMLNode
}

/// What a file may contain at most.
package enum YAMLLimits {
    /// Bytes in a file.
    package static let fileSize = 16 << 20
    /// Bytes in a text.
    package static let scalarSize = 4 << 10
    /// Lists and mappings within each other.
    package static let depth = 32
    /// Texts, lists and mappings in a file.
    package static let nodes = 1_000_000
}
