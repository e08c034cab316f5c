import CYAML
import Policy

/// What libyaml reports of a file, one after the other, as far as it is allowed here.
struct Event {
    /// The events that matter.
    enum Kind {
        case documentStart
        case scalar(YAMLScalar)
        case sequenceStart
        case mappingStart
        /// Of a list or mapping.
        case collectionEnd
        case documentEnd
        case streamEnd
    }

    let kind: Kind
    /// From 1.
    let line: Int
    /// From 1, in characters.
    let column: Int
}

/// libyaml's parser and the bytes that it reads; both are freed with it.
@safe struct EventParser: ~Copyable {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    /// libyaml keeps a pointer into it.
    private let input: UnsafeMutableBufferPointer<UInt8>
    /// Where the input ends: libyaml puts that at the beginning of a line of its own, whether or not there is one.
    private let end: InputCheck

    /// A parser of `bytes`, which begin behind the byte order mark.
    ///
    /// - Throws: What `InputCheck` refuses.
    init(_ bytes: ArraySlice<UInt8>) throws(YAMLError) {
        let end = try InputCheck(bytes)
        let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
        guard unsafe yaml_parser_initialize(parser) != 0 else {
            unsafe parser.deallocate()
            throw YAMLError(.syntax("out of memory"), line: 1, column: 1)
        }
        let input = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
        _ = unsafe input.initialize(fromContentsOf: bytes)
        unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        unsafe yaml_parser_set_input_string(parser, input.baseAddress, input.count)
        self.end = end
        unsafe self.parser = parser
        unsafe self.input = input
    }

    deinit {
        unsafe yaml_parser_delete(parser)
        unsafe parser.deallocate()
        unsafe input.deallocate()
    }

    /// The next event; none may be asked for after an error or `streamEnd`.
    mutating func next() throws(YAMLError) -> Event {
        while true {
            var event = unsafe yaml_event_t()
            guard unsafe yaml_parser_parse(parser, &event) != 0 else { throw syntaxError }
            defer { unsafe yaml_event_delete(&event) }
            let start = unsafe event.start_mark
            let (line, column) = (Int(start.line) + 1, Int(start.column) + 1)
            do throws(Refusal) {
                if let kind = try unsafe Event.Kind(event) { return Event(kind: kind, line: line, column: column) }
            } catch {
                throw YAMLError(error.problem, line: line, column: column)
            }
        }
    }

    private var syntaxError: YAMLError {
        let mark = unsafe parser.pointee.problem_mark
        let (line, column) = (Int(mark.line) + 1, Int(mark.column) + 1)
        let problem = unsafe parser.pointee.problem.map { unsafe String(cString: $0) } ?? "out of memory"
        let text = problem + context(ofLine: line)
        if line > end.line { return YAMLError(.syntax(text), line: end.line, column: end.column) }
        return YAMLError(.syntax(text), line: line, column: column)
    }

    /// ` while parsing a block mapping (from line 3)`, where libyaml says so, of an error in `line`.
    private func context(ofLine line: Int) -> String {
        guard let context = unsafe parser.pointee.context else { return "" }
        let start = unsafe Int(parser.pointee.context_mark.line) + 1
        let text = unsafe " " + String(cString: context)
        return start < min(line, end.line) ? text + " (from line \(start))" : text
    }
}

/// An event that isn't allowed.
private struct Refusal: Error {
    let problem: YAMLError.Problem
}

extension Event.Kind {
    /// What `event` is, or nil for the start of the stream.
    fileprivate init?(_ event: yaml_event_t) throws(Refusal) {
        switch unsafe event.type {
        case YAML_DOCUMENT_START_EVENT: self = .documentStart
        case YAML_DOCUMENT_END_EVENT: self = .documentEnd
        case YAML_STREAM_END_EVENT: self = .streamEnd
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: self = .collectionEnd
        case YAML_ALIAS_EVENT: throw Refusal(problem: .alias)
        case YAML_SCALAR_EVENT:
            try unsafe Self.refuseProperties(anchor: event.data.scalar.anchor, tag: event.data.scalar.tag)
            self = .scalar(try unsafe YAMLScalar(event))
        case YAML_SEQUENCE_START_EVENT:
            let start = unsafe event.data.sequence_start
            try unsafe Self.refuseProperties(anchor: start.anchor, tag: start.tag)
            self = .sequenceStart
        case YAML_MAPPING_START_EVENT:
            let start = unsafe event.data.mapping_start
            try unsafe Self.refuseProperties(anchor: start.anchor, tag: start.tag)
            self = .mappingStart
        default: return nil
        }
    }

    /// Anchors make a small file grow without bound; tags name types that nothing here has.
    private static func refuseProperties(
        anchor: UnsafeMutablePointer<yaml_char_t>?,
        tag: UnsafeMutablePointer<yaml_char_t>?
    ) throws(Refusal) {
        if unsafe anchor != nil { throw Refusal(problem: .anchor) }
        if unsafe tag != nil { throw Refusal(problem: .tag) }
    }
}

extension YAMLScalar {
    /// A copy of the text of a scalar event.
    ///
    /// Only a text in double quotes can have escapes, and with them characters that the file itself doesn't hold.
    fileprivate init(_ event: yaml_event_t) throws(Refusal) {
        let scalar = unsafe event.data.scalar
        guard unsafe scalar.length <= YAMLLimits.scalarSize else { throw Refusal(problem: .scalarTooLong) }
        let bytes = unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length)
        text = unsafe String(decoding: bytes, as: UTF8.self)
        isPlain = unsafe scalar.style == YAML_PLAIN_SCALAR_STYLE
        if unsafe scalar.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE { try Self.refuseEscapedCharacters(text) }
    }

    private static func refuseEscapedCharacters(_ text: String) throws(Refusal) {
        for scalar in text.unicodeScalars where scalar.isUnprintable && scalar != "\n" && scalar != "\t" {
            throw Refusal(problem: .unprintable(scalar))
        }
    }
}
