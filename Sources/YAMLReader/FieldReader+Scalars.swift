package import Policy

extension FieldReader {
    /// A text of one line, of 1 to `maximum` characters.
    package mutating func text(_ node: YAMLNode?, maximum: Int = .max) -> String? {
        guard let node, let scalar = scalar(node, "a text") else { return nil }
        let text = scalar.text
        if text.isEmpty {
            report("bad-text", at: node, "the text is empty")
        } else if text.unicodeScalars.contains(where: \.isUnprintable) {
            report("bad-text", at: node, "the text must be one line without tabs")
        } else if text.count > maximum {
            report("bad-text", at: node, "the text has \(text.count) characters, at most \(maximum) are allowed")
        } else {
            return text
        }
        return nil
    }

    /// A name of lower-case letters, digits and hyphens that begins with a letter, of at most 40 characters.
    package mutating func identifier(_ node: YAMLNode?) -> String? {
        guard let node, let scalar = scalar(node, "a name") else { return nil }
        return checkedIdentifier(scalar.text, at: location(node))
    }

    /// `text` where it is a name like those that `identifier` takes; for the keys of a mapping.
    package mutating func checkedIdentifier(_ text: String, at location: SourceLocation) -> String? {
        guard text.isIdentifier else {
            let rule = "a name begins with a letter and has only a-z, 0-9 and '-', at most 40 characters"
            report("bad-name", at: location, "\(text.quotedForMessage) can't be a name", hint: rule)
            return nil
        }
        return text
    }

    /// A whole decimal number within `range`, written without quotes, plus sign or leading zeros.
    ///
    /// `what` is what it stands for, with its article: `a port`.
    package mutating func integer(_ node: YAMLNode?, _ what: String, in range: ClosedRange<Int>) -> Int? {
        guard let node, let scalar = scalar(node, what) else { return nil }
        guard scalar.isPlain, let number = Int(scalar.text), String(number) == scalar.text else {
            let hint = scalar.isPlain ? nil : "remove the quotes"
            report(
                "bad-number",
                at: node,
                "\(what) must be a whole number, not \(scalar.text.quotedForMessage)",
                hint: hint
            )
            return nil
        }
        guard range.contains(number) else {
            let limits =
                range.count == 1 ? "\(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
            report("bad-number", at: node, "\(what) must be \(limits), not \(scalar.text.quotedForMessage)")
            return nil
        }
        return number
    }

    /// `true` or `false`, without quotes.
    package mutating func flag(_ node: YAMLNode?) -> Bool? {
        guard let node, let scalar = scalar(node, "true or false") else { return nil }
        switch scalar.text {
        case "true" where scalar.isPlain: return true
        case "false" where scalar.isPlain: return false
        default:
            report("bad-flag", at: node, "must be true or false, not \(scalar.text.quotedForMessage)")
            return nil
        }
    }

    /// One of the values of `Choice`, by its raw value.
    ///
    /// `what` is what they name: `audience`.
    package mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ node: YAMLNode?,
        _ what: String,
        of: Choice.Type = Choice.self
    ) -> Choice? {
        guard let node, let scalar = scalar(node, "the name of a \(what)") else { return nil }
        if let choice = Choice(rawValue: scalar.text) { return choice }
        reportUnknown(what, scalar.text, at: node, among: Choice.allCases.map { $0.rawValue })
        return nil
    }

    /// One of `names`.
    ///
    /// `what` is what they name: `clustering mode`.
    package mutating func name(_ node: YAMLNode?, _ what: String, among names: [String]) -> String? {
        guard let node, let scalar = scalar(node, "the name of a \(what)") else { return nil }
        if names.contains(scalar.text) { return scalar.text }
        reportUnknown(what, scalar.text, at: node, among: names)
        return nil
    }

    private mutating func reportUnknown(_ what: String, _ name: String, at node: YAMLNode, among names: [String]) {
        let hint = suggestion(for: name, in: names)
        let slug = "unknown-\(what.replacingSpaces)"
        report(slug, at: node, "there is no \(what) \(name.quotedForMessage)", hint: hint)
    }

    /// A scalar that was written; `what` is what is expected, with its article.
    package mutating func scalar(_ node: YAMLNode?, _ what: String) -> YAMLScalar? {
        guard let node else { return nil }
        guard case .scalar(let scalar) = node.content, !scalar.isEmptyPlain else {
            report("wrong-kind", at: node, "\(what) is expected here, this is \(node.kind)")
            return nil
        }
        return scalar
    }
}

extension String {
    /// Whether it is a name as the catalog and policy files have them: `[a-z][a-z0-9-]*`, at most 40 characters.
    fileprivate var isIdentifier: Bool {
        guard let first = utf8.first, utf8.count <= 40, UInt8(ascii: "a")...UInt8(ascii: "z") ~= first else {
            return false
        }
        return utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
            default: false
            }
        }
    }

    /// With hyphens, as in a slug.
    fileprivate var replacingSpaces: String {
        split(separator: " ").joined(separator: "-")
    }
}
