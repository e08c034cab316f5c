import Glibc
import SystemPackage

extension StateFolder {
    /// Checks the folder and everything in it.
    ///
    /// - Throws: Where somebody else could have written any of it.
    borrowing func checkTrust() throws(StateError) {
        var status = stat()
        let number = descriptor.number
        try StateError.naming("look at", path.string) { () throws(Errno) in
            _ = try SystemCall.result { unsafe fstat(number, &status) }
        }
        try Self.check(status, at: path)
        for name in try names() {
            if let entry = try look(at: name) { try Self.check(entry, at: path.appending(name)) }
        }
    }

    /// What is at `name`, links not followed; nil where there is nothing (any more).
    private borrowing func look(at name: String) throws(StateError) -> stat? {
        var status = stat()
        let number = descriptor.number
        do throws(Errno) {
            try SystemCall.result { unsafe fstatat(number, name, &status, AT_SYMLINK_NOFOLLOW) }
            return status
        } catch .noSuchFileOrDirectory {
            return nil
        } catch {
            throw .system(SystemProblem("look at", path.appending(name).string, error))
        }
    }

    private static func check(_ status: stat, at path: FilePath) throws(StateError) {
        if status.st_mode & S_IFMT == S_IFLNK { throw .untrusted(path.string, .symbolicLink) }
        guard status.st_uid == 0 || status.st_uid == geteuid() else {
            throw .untrusted(path.string, .owner(status.st_uid))
        }
        guard status.st_mode & (S_IWGRP | S_IWOTH) == 0 else {
            throw .untrusted(path.string, .writableByOthers(permissions: status.st_mode & 0o7777))
        }
    }

    /// Checks the open file `file`, which might have come after the folder was checked.
    borrowing func checkTrust(of file: borrowing Descriptor, as name: StateFile) throws(StateError) -> Int {
        var status = stat()
        let number = file.number
        try StateError.naming("look at", path(of: name)) { () throws(Errno) in
            _ = try SystemCall.result { unsafe fstat(number, &status) }
        }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .untrusted(path(of: name), .notARegularFile) }
        try Self.check(status, at: path.appending(name.name))
        return status.st_size
    }

    /// The names of everything in the folder, sorted.
    borrowing func names() throws(StateError) -> [String] {
        let number = descriptor.number
        return try StateError.naming("list", path.string) { () throws(Errno) in
            try FolderListing.names { unsafe openat(number, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        }
    }
}
