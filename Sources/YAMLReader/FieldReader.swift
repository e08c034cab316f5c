package import Policy

/// Takes values out of a file's tree and collects everything that is wrong with them on the way.
///
/// A reading function given nil (a key that isn't there) returns nil without a finding: keys that have to be there are
/// reported once, by `fields`. So a caller reads all it wants, and asks for the findings at the end.
package struct FieldReader: Sendable {
    /// The file's name for the findings.
    package let file: String
    ///
    /// At most `mostFindings`; a last one says that there are more.
    package private(set) var findings: [Finding] = []

    /// Nobody reads more of them, and a file that is something else altogether has hundreds of thousands.
    package static let mostFindings = 1000

    /// A reader of the file `file`.
    package init(file: String) {
        self.file = file
    }

    /// Where `node` stands.
    package func location(_ node: YAMLNode) -> SourceLocation {
        SourceLocation(file: file, line: node.line, column: node.column)
    }

    /// Adds a finding about `location`.
    package mutating func report(_ slug: String, at location: SourceLocation, _ message: String, hint: String? = nil) {
        guard !isFull else { return }
        findings.append(Finding(.error, slug, at: location, message, hint: hint))
        if isFull {
            findings.append(Finding(.error, "too-many-findings", at: location, "more is wrong from here on"))
        }
    }

    /// Whether there are so many findings that no more are taken.
    package var isFull: Bool { findings.count >= Self.mostFindings }

    /// Adds that a list is longer than it may be.
    package mutating func reportTooMany(_ what: String, at node: YAMLNode, most: Int) {
        report("too-many", at: node, "more than \(most) \(what)")
    }

    /// Adds a finding about `node`.
    package mutating func report(_ slug: String, at node: YAMLNode, _ message: String, hint: String? = nil) {
        report(slug, at: location(node), message, hint: hint)
    }

    /// The values of a mapping with known keys; unknown ones and required ones that are missing are findings.
    ///
    /// `what` is what the mapping describes, with its article: `a port`.
    package mutating func fields(
        of node: YAMLNode?,
        _ what: String,
        required: [String],
        optional: [String] = []
    ) -> Fields? {
        guard let node, let pairs = entries(of: node, what) else { return nil }
        let known = required + optional
        var values: [String: YAMLNode] = [:]
        for pair in pairs {
            if known.contains(pair.key) {
                values[pair.key] = pair.value
            } else if !isFull {
                let message = "\(what) has no key \(pair.key.quotedForMessage)"
                report("unknown-key", at: location(ofKey: pair), message, hint: suggestion(for: pair.key, in: known))
            }
        }
        for key in required where values[key] == nil {
            report("missing-key", at: node, "\(what) needs the key '\(key)'")
        }
        return Fields(node: node, values: values)
    }

    /// Where the key of `pair` stands.
    package func location(ofKey pair: YAMLPair) -> SourceLocation {
        SourceLocation(file: file, line: pair.keyLine, column: pair.keyColumn)
    }

    /// The keys and values of a mapping whose keys are names of the user's choice, in the order of the file.
    package mutating func entries(of node: YAMLNode?, _ what: String) -> [YAMLPair]? {
        guard let node else { return nil }
        guard case .mapping(let pairs) = node.content else {
            report("wrong-kind", at: node, "\(what) must be a mapping (key: value), this is \(node.kind)")
            return nil
        }
        return pairs
    }

    /// The entries of a list, each as `read` takes it; those that it returns nil for are left out.
    package mutating func list<Element>(
        _ node: YAMLNode?,
        _ read: (inout FieldReader, YAMLNode) -> Element?
    ) -> [Element]? {
        guard let node else { return nil }
        guard case .sequence(let items) = node.content else {
            report("wrong-kind", at: node, "a list is expected here, this is \(node.kind)", hint: "write [a, b]")
            return nil
        }
        return items.compactMap { read(&self, $0) }
    }

    /// The same, of a list that must have an entry; `what` is what each of them is: `address`.
    package mutating func filledList<Element>(
        _ node: YAMLNode?,
        _ what: String,
        _ read: (inout FieldReader, YAMLNode) -> Element?
    ) -> [Element]? {
        if let node, case .sequence([]) = node.content {
            report("empty-list", at: node, "at least one \(what) is expected here")
            return nil
        }
        return list(node, read)
    }
}

/// The values of a mapping whose keys were checked.
package struct Fields: Sendable {
    /// The mapping.
    package let node: YAMLNode
    private let values: [String: YAMLNode]

    init(node: YAMLNode, values: [String: YAMLNode]) {
        self.node = node
        self.values = values
    }

    /// The value of `key`, nil where the mapping doesn't have it.
    package subscript(key: String) -> YAMLNode? { values[key] }
}
