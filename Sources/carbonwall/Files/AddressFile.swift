import Policy
import SystemPackage

/// A file of addresses: one address or CIDR a line, `#` starts a comment, blank lines count for nothing.
enum AddressFile {
    /// Mistakes beyond these are only counted: nobody reads more, and a file may hold millions.
    private static let shownMistakes = 100

    /// Bytes of a line that hardly any is shorter than; room that isn't used costs nothing.
    private static let shortestLine = 8

    /// Every block of the file at `path`.
    ///
    /// - Throws: That it can't be read, or what is wrong in it.
    static func blocks(of path: FilePath) throws(CommandFailure) -> [CIDR] {
        let bytes = try InputFile.bytes(of: path)
        do {
            return try parse(bytes, name: path.string)
        } catch {
            throw .invalid(error)
        }
    }

    /// Every block of `bytes`; `name` is the file's name in messages.
    ///
    /// - Throws: A finding for each line that is no address, and one for a file without any.
    static func parse(_ bytes: [UInt8], name: String) throws(InvalidInput) -> [CIDR] {
        var blocks: [CIDR] = []
        blocks.reserveCapacity(bytes.count / shortestLine)
        var mistakes = Mistakes(file: name, shown: shownMistakes)
        var start = 0
        var number = 1
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            let text = content(of: bytes[start..<end])
            do throws(CIDRError) {
                if !text.isEmpty { blocks.append(try CIDR(utf8: text)) }
            } catch {
                mistakes.add(error, text: text, line: number, indentation: bytes[start..<text.startIndex])
            }
            start = end + 1
            number += 1
        }
        let findings = mistakes.findings(isEmpty: blocks.isEmpty)
        guard findings.isEmpty else { throw InvalidInput(findings) }
        return blocks
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

/// The lines of a file that are no addresses.
private struct Mistakes {
    let file: String
    let shown: Int
    private var findings: [Finding] = []
    private var count = 0

    init(file: String, shown: Int) {
        self.file = file
        self.shown = shown
    }

    mutating func add(_ error: CIDRError, text: ArraySlice<UInt8>, line: Int, indentation: ArraySlice<UInt8>) {
        count += 1
        guard count <= shown else { return }
        let location = SourceLocation(file: file, line: line, column: indentation.count + 1)
        let quoted = String(decoding: text.prefix(256), as: UTF8.self).quotedForMessage
        findings.append(Finding(.error, "invalid-address", at: location, "\(quoted): \(error)"))
    }

    /// The findings, with one for what was only counted; one for a file that has neither addresses nor mistakes.
    func findings(isEmpty: Bool) -> [Finding] {
        if isEmpty, count == 0 {
            let hint =
                "an empty list would close the audience's ports to everybody; leave the option out for its default"
            return [
                Finding(
                    .error,
                    "no-addresses",
                    at: SourceLocation(file: file, line: 1, column: 1),
                    "no address in it",
                    hint: hint
                )
            ]
        }
        guard count > shown, let last = findings.last?.location else { return findings }
        return findings + [
            Finding(.error, "invalid-address", at: last, "\(count - shown) more lines are no addresses either")
        ]
    }
}
