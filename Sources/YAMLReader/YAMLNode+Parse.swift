extension YAMLNode {
    /// The value that a file holds.
    ///
    /// - Throws: The first thing wrong with it: no valid YAML, not in UTF-8, a construct that isn't allowed (anchors,
    ///   aliases, tags, several documents, a key twice, a key that is no text), or more than `YAMLLimits`.
    package static func parse(_ bytes: [UInt8]) throws(YAMLError) -> YAMLNode {
        let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let content = bytes.starts(with: byteOrderMark) ? bytes[3...] : bytes[...]
        var composer = Composer(parser: try EventParser(content))
        return try composer.document()
    }
}

/// Makes a tree of libyaml's events.
private struct Composer: ~Copyable {
    var parser: EventParser
    private var nodes = 0

    init(parser: consuming EventParser) {
        self.parser = parser
    }

    /// The one document of the file.
    mutating func document() throws(YAMLError) -> YAMLNode {
        let start = try parser.next()
        guard case .documentStart = start.kind else { throw YAMLError(.empty, line: 1, column: 1) }
        let root = try node(parser.next(), depth: 0)
        if case .scalar(let scalar) = root.content, scalar.isEmptyPlain { throw YAMLError(.empty, line: 1, column: 1) }
        _ = try parser.next()
        let end = try parser.next()
        guard case .streamEnd = end.kind else { throw YAMLError(.severalDocuments, line: end.line, column: end.column) }
        return root
    }

    /// The value that begins with `event`.
    private mutating func node(_ event: Event, depth: Int) throws(YAMLError) -> YAMLNode {
        nodes += 1
        guard nodes <= YAMLLimits.nodes else { throw event.error(.tooManyNodes) }
        let content: YAMLNode.Content
        switch event.kind {
        case .scalar(let scalar):
            content = .scalar(scalar)
        case .sequenceStart:
            content = .sequence(try items(depth: try deeper(depth, event)))
        case .mappingStart:
            content = .mapping(try pairs(depth: try deeper(depth, event)))
        case .documentStart, .collectionEnd, .documentEnd, .streamEnd:
            throw event.error(.syntax("a value is missing"))
        }
        return YAMLNode(content: content, line: event.line, column: event.column)
    }

    private func deeper(_ depth: Int, _ event: Event) throws(YAMLError) -> Int {
        guard depth < YAMLLimits.depth else { throw event.error(.tooDeep) }
        return depth + 1
    }

    private mutating func items(depth: Int) throws(YAMLError) -> [YAMLNode] {
        var items: [YAMLNode] = []
        while true {
            let event = try parser.next()
            if case .collectionEnd = event.kind { return items }
            items.append(try node(event, depth: depth))
        }
    }

    private mutating func pairs(depth: Int) throws(YAMLError) -> [YAMLPair] {
        var pairs: [YAMLPair] = []
        var lines: [String: Int] = [:]
        while true {
            let event = try parser.next()
            if case .collectionEnd = event.kind { return pairs }
            guard case .scalar(let key) = event.kind else { throw event.error(.nonScalarKey) }
            if let first = lines.updateValue(event.line, forKey: key.text) {
                throw event.error(.duplicateKey(key.text, firstLine: first))
            }
            let value = try node(parser.next(), depth: depth)
            pairs.append(YAMLPair(key: key.text, keyLine: event.line, keyColumn: event.column, value: value))
        }
    }
}

extension Event {
    /// `problem` where the event stands.
    fileprivate func error(_ problem: YAMLError.Problem) -> YAMLError {
        YAMLError(problem, line: line, column: column)
    }
}
