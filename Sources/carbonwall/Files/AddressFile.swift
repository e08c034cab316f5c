import Policy
import SystemPackage

/// A file of addresses: one address or CIDR a line, `#` starts a comment, blank lines count for nothing.
struct AddressFile {
    /// A file of fewer bytes has few addresses.
    private static let shortFile = 1 << 15

    private var mistakes: AddressMistakes
    private var isEmpty = true
    private var lineNumber = 1

    /// Appends every block of the file at `path` to `list`.
    ///
    /// - Throws: That it can't be read, or what is wrong in it: each line that is no address, or that there is none at all.
    static func read(_ path: FilePath, into list: inout AddressList) throws(CommandFailure) {
        var file = AddressFile(mistakes: AddressMistakes(file: path.string))
        try InputFile.lines(of: path) { file.read($0, into: &list) }
        let findings = file.mistakes.findings(isEmpty: file.isEmpty)
        guard findings.isEmpty else { throw .invalid(InvalidInput(findings)) }
    }

    private mutating func read(_ lines: [UInt8], into list: inout AddressList) {
        if lineNumber == 1, lines.count > Self.shortFile { list.expectMany() }
        let text = lines.span
        var start = 0
        while start < text.count {
            var end = start
            // A line of an address and nothing else, as most are: one look at each byte is enough.
            if let address = IPv4Address(of: text, at: &end), CIDR(.v4(address)).placeholder == nil,
                end == text.count || text[end] == UInt8(ascii: "\n")
            {
                list.append(address)
                isEmpty = false
            } else {
                end = lines[start...].firstIndex(of: UInt8(ascii: "\n")) ?? lines.count
                read(line: lines[start..<end], into: &list)
            }
            start = end + 1
            lineNumber += 1
        }
    }

    private mutating func read(line: ArraySlice<UInt8>, into list: inout AddressList) {
        let text = Self.content(of: line)
        guard !text.isEmpty else { return }
        do throws(CIDRError) {
            let block = try CIDR(utf8: text)
            if let placeholder = block.placeholder {
                mistakes.add(placeholder, block, line: lineNumber, column: text.startIndex - line.startIndex + 1)
            }
            list.append(block)
            isEmpty = false
        } catch {
            mistakes.add(error, text: text, line: lineNumber, column: text.startIndex - line.startIndex + 1)
        }
    }

    /// The line without its comment and the white space around.
    private static func content(of line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let text = line[..<(line.firstIndex(of: UInt8(ascii: "#")) ?? line.endIndex)]
        let start = text.firstIndex { !isSpace($0) } ?? text.endIndex
        let last = text.lastIndex { !isSpace($0) } ?? start
        return start == text.endIndex ? text[start...] : text[start...last]
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
    }
}
