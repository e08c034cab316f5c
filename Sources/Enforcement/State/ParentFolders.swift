import Glibc
import SystemPackage

/// The folders above a state folder: who can write to one of them can put another folder in its place.
enum ParentFolders {
    /// More links than any path has that leads somewhere.
    private static let mostLinks = 40

    /// Checks every folder and link on the way to `path`, which need not be there itself.
    ///
    /// A folder that others may write to is good if only the owner of a name may take it away (the sticky bit, as in /tmp).
    ///
    /// - Throws: If one belongs to somebody who is neither root nor this user, or others may write to it.
    static func check(above path: FilePath) throws(StateError) {
        var place = try start(of: path)
        var rest = Array(path.removingLastComponent().components.map(\.string).reversed())
        var links = 0
        while let name = rest.popLast() {
            if name == ".." { place.removeLastComponent() }
            if name == "." || name == ".." { continue }
            let next = place.appending(name)
            guard let status = try look(at: next) else { return }
            try checkOwner(status, of: next)
            if status.st_mode & S_IFMT == S_IFLNK {
                links += 1
                guard links <= mostLinks else {
                    throw .system(SystemProblem("open", path.string, .tooManySymbolicLinkLevels))
                }
                let target = try StateError.naming("read", next.string) { () throws(Errno) in
                    try SymbolicLink.target(of: next)
                }
                if target.isAbsolute { place = "/" }
                rest += target.components.map(\.string).reversed()
            } else {
                try checkWriters(status, of: next)
                place = next
            }
        }
    }

    /// Where the walk begins: at the root, or at the folder that the process works in.
    private static func start(of path: FilePath) throws(StateError) -> FilePath {
        if path.isAbsolute { return "/" }
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        guard unsafe getcwd(&buffer, buffer.count) != nil else {
            throw .system(SystemProblem("find", "the working folder", Errno(rawValue: errno)))
        }
        let here = FilePath(String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self))
        try check(above: here.appending("state"))
        return here
    }

    /// What is at `path`, a link itself; nil if there is nothing.
    private static func look(at path: FilePath) throws(StateError) -> stat? {
        var status = stat()
        do throws(Errno) {
            try SystemCall.result { unsafe path.withPlatformString { unsafe lstat($0, &status) } }
            return status
        } catch .noSuchFileOrDirectory, .notDirectory {
            return nil
        } catch {
            throw .system(SystemProblem("look at", path.string, error))
        }
    }

    private static func checkOwner(_ status: stat, of path: FilePath) throws(StateError) {
        let isTrusted = status.st_uid == 0 || status.st_uid == geteuid() || isOfNobody(status.st_uid)
        guard isTrusted else { throw .untrusted(path.string, .owner(status.st_uid)) }
    }

    /// Whether the user is outside of this process's user namespace, as root is without privileges: then nobody in it can be it.
    private static func isOfNobody(_ user: uid_t) -> Bool {
        let map = (try? KernelFile.line(of: "/proc/self/uid_map").split(separator: " ").map(String.init)) ?? []
        return user == 65534 && !map.isEmpty && map != ["0", "0", "4294967295"]
    }

    private static func checkWriters(_ status: stat, of path: FilePath) throws(StateError) {
        guard status.st_mode & (S_IWGRP | S_IWOTH) == 0 || status.st_mode & S_ISVTX != 0 else {
            throw .untrusted(path.string, .writableByOthers(permissions: status.st_mode & 0o7777))
        }
    }
}
