import Glibc
import SystemPackage

extension StateFolder {
    /// Checks the folder itself.
    ///
    /// Each of its files is checked when it is opened, and counts by itself: one that can't be trusted takes no other along, and
    /// what is none of ours doesn't matter.
    ///
    /// - Throws: If somebody else could have put something into it.
    borrowing func checkTrust() throws(StateError) {
        var status = stat()
        let number = descriptor.number
        try StateError.naming("look at", path.string) { () throws(Errno) in
            _ = try SystemCall.result { unsafe fstat(number, &status) }
        }
        try Self.check(status, at: path)
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

    /// Checks the open file `file`.
    ///
    /// - Returns: Its length in bytes.
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
