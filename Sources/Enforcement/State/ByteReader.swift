/// Reads back what `ByteWriter` wrote, and nothing else.
struct ByteReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) {
        rest = bytes[...]
    }

    /// The next `count` bytes.
    mutating func raw(count: Int) throws(StateError.Damage) -> [UInt8] {
        guard count <= rest.count else { throw .wrongLength }
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    mutating func number<Number: FixedWidthInteger>() throws(StateError.Damage) -> Number {
        try raw(count: Number.bitWidth / 8).reduce(0) { $0 << 8 | Number($1) }
    }

    /// A text of at most `limit` bytes.
    mutating func text(limit: Int) throws(StateError.Damage) -> String {
        let length: UInt16 = try number()
        guard Int(length) <= limit else { throw .inconsistent("a text in it is too long") }
        guard let text = String(validating: try raw(count: Int(length)), as: UTF8.self) else {
            throw .inconsistent("a text in it isn't UTF-8")
        }
        return text
    }

    /// A byte that is 0 or 1: whether what follows is there, or whether something is so.
    mutating func flag() throws(StateError.Damage) -> Bool {
        let byte: UInt8 = try number()
        guard byte <= 1 else { throw .inconsistent("a flag in it is neither 0 nor 1") }
        return byte == 1
    }

    /// The length of a list of at most `limit` values.
    mutating func count(limit: Int) throws(StateError.Damage) -> Int {
        let count: UInt16 = try number()
        guard Int(count) <= limit else { throw .inconsistent("a list in it is too long") }
        return Int(count)
    }

    /// Checks that nothing is left.
    func finish() throws(StateError.Damage) {
        guard rest.isEmpty else { throw .wrongLength }
    }
}
