import Policy
import SystemPackage

/// Files that the user names for reading.
enum InputFile {
    /// More than any list of addresses or catalog has: 64 MiB.
    private static let largest = 1 << 26

    /// Room that most lists of addresses fit into; what isn't used costs nothing.
    private static let usualRoom = 1 << 21

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
        bytes.reserveCapacity(usualRoom)
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count <= largest {
            let count = try unsafe buffer.withUnsafeMutableBytes { try unsafe file.read(into: $0) }
            if count == 0 { return bytes }
            bytes += buffer[..<count]
        }
        return nil
    }
}
