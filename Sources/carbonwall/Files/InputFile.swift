internal import Policy
internal import SystemPackage

/// Files that the user names for reading.
enum InputFile {
    /// More than any list of addresses or catalog has: 256 MiB.
    private static let largest = 1 << 28

    /// All bytes of the file, pipe or device at `path`.
    ///
    /// - Throws: `CommandFailure.data` where it can't be read, or doesn't end within 256 MiB.
    static func bytes(of path: FilePath) throws(CommandFailure) -> [UInt8] {
        do {
            let file = try FileProblem.naming("open", path) {
                try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
            }
            let bytes = try FileProblem.naming("read", path) { try file.closeAfter { try contents(of: file) } }
            guard let bytes else { throw CommandFailure.data("\(path.string.quotedForMessage) is larger than 256 MiB") }
            return bytes
        } catch let problem as FileProblem {
            throw .data(problem.description)
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw .data("\(error)")
        }
    }

    /// Everything up to the end of `file`; nil where that is too far.
    private static func contents(of file: FileDescriptor) throws -> [UInt8]? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count <= largest {
            let count = try unsafe buffer.withUnsafeMutableBytes { try unsafe file.read(into: $0) }
            if count == 0 { return bytes }
            bytes += buffer[..<count]
        }
        return nil
    }
}
