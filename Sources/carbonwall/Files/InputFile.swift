import Policy
import SystemPackage

/// Files that the user names for reading.
enum InputFile {
    /// More than any list of addresses or catalog has: 64 MiB.
    private static let largest = 1 << 26

    /// What most lists of addresses fit into, so that they are read at once.
    private static let portion = 1 << 21

    /// All bytes of the file, pipe or device at `path`.
    ///
    /// - Throws: `CommandFailure.data` where it can't be read, or doesn't end within 64 MiB.
    static func bytes(of path: FilePath) throws(CommandFailure) -> [UInt8] {
        let contents: [UInt8]?
        do {
            contents = try FileProblem.naming("read", path) {
                let file = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
                return try file.closeAfter { try Self.contents(of: file) }
            }
        } catch {
            throw .data(error.description)
        }
        guard let contents else { throw .data("\(path.string.quotedForMessage) is larger than 64 MiB") }
        return contents
    }

    /// Everything up to the end of `file`; nil where that is too far.
    private static func contents(of file: FileDescriptor) throws -> [UInt8]? {
        var bytes: [UInt8] = []
        while bytes.count <= largest {
            let part = try unsafe [UInt8](unsafeUninitializedCapacity: portion) { buffer, count in
                count = try unsafe file.read(into: UnsafeMutableRawBufferPointer(buffer))
            }
            if part.isEmpty { return bytes }
            if bytes.isEmpty { bytes = part } else { bytes += part }
        }
        return nil
    }
}
