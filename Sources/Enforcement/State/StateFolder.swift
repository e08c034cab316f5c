import Glibc
package import SystemPackage

/// The folder in which carbonwall remembers what it has applied, open and checked.
///
/// Everything is done relative to the open folder, and no link is followed: whatever happens to the path meanwhile, what was
/// checked is what is used. Reading needs no lock, since every file is replaced whole; writing needs `StateLock`.
package struct StateFolder: ~Copyable, Sendable {
    /// Where it is unless `--state` says otherwise.
    package static let defaultPath: FilePath = "/var/lib/carbonwall"

    /// Where it is, as it was given.
    package let path: FilePath
    let descriptor: Descriptor
    let storage: any StorageCalls

    /// The folder at `path`, which is made, for this user alone, where there is none.
    ///
    /// - Throws: Where it can't be made or opened, and where anybody but root and this user could have written in it.
    package init(creating path: FilePath) throws(StateError) {
        try self.init(creating: path, storage: SystemStorage())
    }

    /// The same with `storage` instead of the system calls that change it.
    package init(creating path: FilePath, storage: any StorageCalls) throws(StateError) {
        if path.starts(with: StateHome.namespaces), path != StateHome.namespaces { try Self.make(StateHome.namespaces) }
        try ParentFolders.check(above: path)
        try Self.make(path)
        self = try .opened(path, storage: storage)
    }

    /// The folder at `path`; nil where there is nothing.
    ///
    /// - Throws: Where it can't be opened, and where anybody but root and this user could have written in it.
    package static func existing(
        _ path: FilePath,
        storage: any StorageCalls = SystemStorage()
    ) throws(StateError) -> StateFolder? {
        do {
            return try opened(path, storage: storage)
        } catch .system(let problem) where problem.code == .noSuchFileOrDirectory {
            return nil
        } catch {
            throw error
        }
    }

    private init(path: FilePath, descriptor: consuming Descriptor, storage: any StorageCalls) {
        self.path = path
        self.descriptor = descriptor
        self.storage = storage
    }

    private static func opened(_ path: FilePath, storage: any StorageCalls) throws(StateError) -> StateFolder {
        let folder = StateFolder(path: path, descriptor: try open(path), storage: storage)
        try folder.checkTrust()
        return folder
    }

    private static func open(_ path: FilePath) throws(StateError) -> Descriptor {
        do throws(Errno) {
            let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
            return try Descriptor { unsafe path.withPlatformString { unsafe Glibc.open($0, flags) } }
        } catch {
            throw refusal(of: path, error)
        }
    }

    /// Why `path` couldn't be opened as a folder.
    private static func refusal(of path: FilePath, _ code: Errno) -> StateError {
        guard code == .notDirectory || code == .tooManySymbolicLinkLevels else {
            return .system(SystemProblem("open", path.string, code))
        }
        var status = stat()
        let isLink =
            unsafe path.withPlatformString { unsafe lstat($0, &status) } == 0 && status.st_mode & S_IFMT == S_IFLNK
        return .untrusted(path.string, isLink ? .symbolicLink : .notAFolder)
    }

    /// Makes the folder where there is nothing, so that it survives a power cut.
    private static func make(_ path: FilePath) throws(StateError) {
        guard unsafe path.withPlatformString({ unsafe mkdir($0, 0o700) }) == 0 else {
            let code = Errno(rawValue: errno)
            if code == .fileExists { return }
            throw .system(SystemProblem("make folder", path.string, code))
        }
        let parent = path.removingLastComponent()
        try StateError.naming("sync", parent.string) { () throws(Errno) in
            let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC
            let name = parent.isEmpty ? "." : parent
            let folder = try Descriptor { unsafe name.withPlatformString { unsafe Glibc.open($0, flags) } }
            try SystemStorage().sync(folder)
        }
    }

    /// Its path from the root, for a process that works elsewhere.
    ///
    /// - Throws: Where /proc isn't there.
    package var absolutePath: FilePath {
        get throws(StateError) {
            let link = "/proc/self/fd/\(descriptor.number)"
            return try StateError.naming("read", link) { () throws(Errno) in try SymbolicLink.target(of: FilePath(link))
            }
        }
    }

    /// The path of one of its files, for messages.
    func path(of file: StateFile) -> String { path.appending(file.name).string }
}
