import SystemPackage

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Writes files whole or not at all.
///
/// A regular file is replaced by renaming a temporary one of the same folder over it, so that a reader sees the old text or the
/// new one, also after a power cut. It has mode 0644 less the umask whatever the old one had: a ruleset is no secret, and the
/// mode shouldn't depend on what happened to be there. A symbolic link that the caller named stays; what it points to is replaced,
/// unless somebody else put the link into a folder like /tmp. What is neither file nor folder (a device, a pipe) is written to as it
/// is.
enum FileReplacement {
    /// Writes `text` to `path`.
    ///
    /// - Throws: `FileProblem`; then nothing is left behind, and an old file is as it was.
    static func write(_ text: String, to path: FilePath) throws(FileProblem) {
        switch try type(of: path) {
        case nil, .regular: try replace(try resolved(path), with: text)
        case .directory: throw FileProblem(operation: "write", path: path, code: .isDirectory)
        default: try FileProblem.naming("write", path) { try overwrite(path, with: text) }
        }
    }

    /// Writes every one of `files` into the folder at `path`, which is made where there is none.
    ///
    /// All texts are on the disk before the first old file is replaced. The files' names are the program's and not the caller's, so that
    /// links under these names are never followed.
    ///
    /// - Throws: `FileProblem`, also if a name is a folder's, a device's or a link's.
    static func write(_ files: [(name: String, text: String)], toFolder path: FilePath) throws(FileProblem) {
        if try type(of: path) == nil { try FileProblem.naming("make folder", path) { try Folder.make(path) } }
        for file in files.map({ path.appending($0.name) }) where SymbolicLink.target(of: file) != nil {
            throw FileProblem(operation: "write through the symbolic link", path: file, code: .permissionDenied)
        }
        try FileProblem.naming("write", path) {
            try HeldSignals.during { try replace(files[...], in: path) }
        }
        syncFolder(path)
    }

    /// Renames each temporary file when those behind it have been filled, too.
    private static func replace(_ files: ArraySlice<(name: String, text: String)>, in folder: FilePath) throws {
        guard let file = files.first else { return }
        let target = folder.appending(file.name)
        if let type = try type(of: target), type != .regular { throw Errno.fileExists }
        let temporary = try TemporaryFile(in: target.removingLastComponent())
        try temporary.fill(with: file.text)
        try replace(files.dropFirst(), in: folder)
        try temporary.replace(target)
    }

    /// What `path` is, links followed; nil where there is nothing.
    private static func type(of path: FilePath) throws(FileProblem) -> FileType? {
        try FileProblem.naming("write", path) {
            do {
                return try path.stat().type
            } catch Errno.noSuchFileOrDirectory {
                return nil
            }
        }
    }

    /// Where the links at `path` lead to, there or not.
    private static func resolved(_ path: FilePath) throws(FileProblem) -> FilePath {
        var path = path
        for _ in 0..<40 {
            guard let target = SymbolicLink.target(of: path) else { return path }
            guard try FileProblem.naming("write", path, { try mayFollow(path) }) else {
                throw FileProblem(operation: "write through the symbolic link", path: path, code: .permissionDenied)
            }
            path = path.removingLastComponent().pushing(target)
        }
        throw FileProblem(operation: "write", path: path, code: .tooManySymbolicLinkLevels)
    }

    /// Whether the kernel would follow the link with fs.protected_symlinks: in a sticky folder that everybody may write to, only the
    /// caller's own links and those of the folder's owner.
    private static func mayFollow(_ link: FilePath) throws -> Bool {
        let folder = link.removingLastComponent()
        let surroundings = try (folder.isEmpty ? "." : folder).stat()
        guard surroundings.permissions.isSuperset(of: [.saveText, .otherWrite]) else { return true }
        let owner = try link.stat(followTargetSymlink: false).userID
        return owner.rawValue == geteuid() || owner == surroundings.userID
    }

    private static func overwrite(_ path: FilePath, with text: String) throws {
        let file = try FileDescriptor.open(path, .writeOnly, options: .closeOnExec)
        try file.closeAfter { _ = try file.writeAll(text.utf8) }
    }

    /// Signals wait while the temporary file exists: no way of ending leaves it behind, but being killed.
    private static func replace(_ path: FilePath, with text: String) throws(FileProblem) {
        let folder = path.removingLastComponent()
        try FileProblem.naming("write", path) {
            try HeldSignals.during {
                let temporary = try TemporaryFile(in: folder)
                try temporary.fill(with: text)
                try temporary.replace(path)
            }
        }
        syncFolder(folder.isEmpty ? "." : folder)
    }

    /// Makes the rename survive a power cut.
    ///
    /// The file is in place already, so a file system that can't do this is no failure.
    private static func syncFolder(_ folder: FilePath) {
        guard let descriptor = try? FileDescriptor.open(folder, .readOnly, options: [.directory, .closeOnExec]) else {
            return
        }
        fsync(descriptor.rawValue)
        try? descriptor.close()
    }
}
