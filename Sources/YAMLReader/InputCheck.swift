import Policy

/// A pass over a file's bytes before libyaml sees them: its own errors for these name an offset, not a line.
struct InputCheck {
    private(set) var line = 1
    private(set) var column = 1
    private var isIndentation = true

    /// Refuses bytes that are no UTF-8, unprintable characters and tabs as indentation; ends up behind the last character.
    init(_ bytes: ArraySlice<UInt8>) throws(YAMLError) {
        guard bytes.count <= YAMLLimits.fileSize else { throw YAMLError(.tooLarge, line: 1, column: 1) }
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            if 0x20...0x7E ~= byte {
                advance(isSpace: byte == 0x20)
                index += 1
            } else {
                index += try special(bytes[index...])
            }
        }
    }

    private mutating func advance(isSpace: Bool) {
        column += 1
        if !isSpace { isIndentation = false }
    }

    /// Takes a line break, a tab, or a character of several bytes off the front of `rest`.
    ///
    /// - Returns: How many bytes that was.
    private mutating func special(_ rest: ArraySlice<UInt8>) throws(YAMLError) -> Int {
        switch rest.first {
        case UInt8(ascii: "\n"):
            (line, column, isIndentation) = (line + 1, 1, true)
            return 1
        case UInt8(ascii: "\r") where rest.dropFirst().first == UInt8(ascii: "\n"):
            return 1
        case UInt8(ascii: "\t"):
            if isIndentation { throw error(.tabIndentation) }
            column += 1
            return 1
        default:
            return try character(rest)
        }
    }

    private mutating func character(_ rest: ArraySlice<UInt8>) throws(YAMLError) -> Int {
        var decoder = UTF8()
        var bytes = rest.makeIterator()
        guard case .scalarValue(let scalar) = decoder.decode(&bytes) else { throw error(.invalidUTF8) }
        if scalar.isUnprintable { throw error(.unprintable(scalar)) }
        advance(isSpace: false)
        return UTF8.width(scalar)
    }

    private func error(_ problem: YAMLError.Problem) -> YAMLError {
        YAMLError(problem, line: line, column: column)
    }
}
