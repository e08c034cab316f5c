/// Reads back what `ByteWriter` wrote, and nothing else.
struct ByteReader {
    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Whether nothing is left.
    var isAtEnd: Bool { place == bytes.count }

    /// How many bytes are left.
    var remaining: Int { bytes.count - place }

    /// The next `count` bytes.
    mutating func raw(count: Int) throws(StateError.Damage) -> [UInt8] {
        guard count <= remaining else { throw .wrongLength }
        defer { place += count }
        return Array(bytes[place..<place + count])
    }

    /// A number of variable length that fits into `Number`.
    mutating func variableLengthNumber<Number: FixedWidthInteger & UnsignedInteger>(
        as: Number.Type = Number.self
    ) throws(StateError.Damage) -> Number {
        var (number, shift) = (Number(0), 0)
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            let part = Number(truncatingIfNeeded: byte & 0x7f)
            guard shift < Number.bitWidth, (part << shift) >> shift == part else { break }
            number |= part << shift
            if byte < 0x80 { return number }
            shift += 7
        }
        throw .inconsistent("a number in it is cut short or too large")
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
        guard isAtEnd else { throw .wrongLength }
    }
}
