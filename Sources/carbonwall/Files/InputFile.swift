import Policy
import SystemPackage

/// Files that the user names for reading.
enum InputFile {
    /// More than any list of addresses or catalog has: 64 MiB.
    private static let largest = 1 << 26

    /// What is read at once: it stays in the processor's cache, and the memory is used again.
    private static let portion = 1 << 16

    /// All bytes of the file, pipe or device at `path`.
    ///
    /// - Throws: `CommandFailure.data` where it can't be read, or doesn't end within 64 MiB.
    static func bytes(of path: FilePath) throws(CommandFailure) -> [UInt8] {
        var bytes: [UInt8] = []
        try portions(of: path) { bytes += $0 }
        return bytes
    }

    /// Hands the file's bytes to `body`, in portions that end with a line, or with the file.
    ///
    /// - Throws: The same.
    static func lines(of path: FilePath, _ body: ([UInt8]) -> Void) throws(CommandFailure) {
        var lines: [UInt8] = []
        try portions(of: path) { portion in
            guard let end = portion.lastIndex(of: UInt8(ascii: "\n")) else {
                lines += portion
                return
            }
            lines += portion[...end]
            body(lines)
            lines.removeAll(keepingCapacity: true)
            lines += portion[(end + 1)...]
        }
        if !lines.isEmpty { body(lines) }
    }

    private static func portions(of path: FilePath, _ body: (ArraySlice<UInt8>) -> Void) throws(CommandFailure) {
        switch source {
        case .disk: try portionsOnDisk(of: path, body)
        case .recorded(let recorder):
            var content: [UInt8] = []
            try portionsOnDisk(of: path) { portion in
                content += portion
                body(portion)
            }
            recorder.add(path.string, content)
        case .stored(let files):
            guard let content = files[path.string] else {
                throw .data("\(path.string.quotedForMessage) isn't among what was stored when the policy was applied")
            }
            body(content[...])
        }
    }

    private static func portionsOnDisk(
        of path: FilePath,
        _ body: (ArraySlice<UInt8>) -> Void
    ) throws(CommandFailure) {
        let isWhole: Bool
        do {
            isWhole = try FileProblem.naming("read", path) {
                let file = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
                return try file.closeAfter { try read(file, body) }
            }
        } catch {
            throw .data(error.description)
        }
        guard isWhole else { throw .data("\(path.string.quotedForMessage) is larger than 64 MiB") }
    }

    /// Everything up to the end of `file`; false where that is too far.
    private static func read(_ file: FileDescriptor, _ body: (ArraySlice<UInt8>) -> Void) throws -> Bool {
        var buffer = [UInt8](repeating: 0, count: portion)
        var length = 0
        while length <= largest {
            let count = try unsafe buffer.withUnsafeMutableBytes { try unsafe file.read(into: $0) }
            if count == 0 { return true }
            body(buffer[..<count])
            length += count
        }
        return false
    }
}
