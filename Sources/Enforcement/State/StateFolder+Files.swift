import Glibc
import SystemPackage

extension StateFolder {
    /// Opens `file` with `flags`, checked; nil where there is none.
    ///
    /// - Returns: The file and its length in bytes.
    borrowing func open(_ file: StateFile, _ flags: Int32 = O_RDONLY) throws(StateError) -> OpenStateFile? {
        let (number, name) = (descriptor.number, file.name)
        let opened: Descriptor
        do throws(Errno) {
            // O_NONBLOCK, so that a pipe doesn't hold this up before it is refused.
            let flags = flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
            opened = try Descriptor { unsafe openat(number, name, flags, 0o600) }
        } catch .noSuchFileOrDirectory {
            return nil
        } catch .tooManySymbolicLinkLevels {
            throw .untrusted(path(of: file), .symbolicLink)
        } catch {
            throw .system(SystemProblem("open", path(of: file), error))
        }
        let length = try checkTrust(of: opened, as: file)
        return OpenStateFile(descriptor: opened, length: length)
    }

    /// All of `file`; nil where there is none.
    ///
    /// - Throws: Also where it has more than `limit` bytes, which carbonwall never writes.
    borrowing func contents(of file: StateFile, limit: Int) throws(StateError) -> [UInt8]? {
        guard let open = try open(file) else { return nil }
        guard open.length <= limit else { throw .damaged(path(of: file), .wrongLength) }
        return try StateError.naming("read", path(of: file)) { () throws(Errno) in
            try open.descriptor.read(open.length)
        }
    }

    /// Writes a file whole: it has its old content or all of `parts`, one behind the other, whenever the machine stops.
    ///
    /// When this returns the new content survives a power cut.
    ///
    /// - Throws: `unsynced` if everybody sees the new content, and it may not survive a power cut; after other errors the file
    ///   has its old content.
    borrowing func replace(_ file: StateFile, with parts: [[UInt8]]) throws(StateError) {
        try removeIfPresent(file.temporaryName)
        do throws(Errno) {
            try fill(file, with: parts)
            try storage.rename(file.temporaryName, to: file.name, in: descriptor)
        } catch {
            try? storage.remove(file.temporaryName, in: descriptor)
            throw .system(SystemProblem("write", path(of: file), error))
        }
        do throws(Errno) {
            try storage.sync(descriptor)
        } catch {
            throw .unsynced(path(of: file), SystemProblem("sync", path.string, error))
        }
    }

    /// Checks that names in the folder can be made to survive a power cut.
    borrowing func checkSync() throws(StateError) {
        try StateError.naming("sync", path.string) { () throws(Errno) in try storage.sync(descriptor) }
    }

    private borrowing func fill(_ file: StateFile, with parts: [[UInt8]]) throws(Errno) {
        let temporary = try storage.create(file.temporaryName, in: descriptor)
        for part in parts {
            var done = 0
            while done < part.count {
                done += try unsafe storage.write(part.span.bytes.extracting(droppingFirst: done), to: temporary)
            }
        }
        try storage.sync(temporary)
    }

    /// Removes the file `name`, if there is one.
    borrowing func removeIfPresent(_ name: String) throws(StateError) {
        do throws(Errno) {
            try storage.remove(name, in: descriptor)
        } catch .noSuchFileOrDirectory {
            return
        } catch {
            throw .system(SystemProblem("remove", path.appending(name).string, error))
        }
    }
}

/// A file of the state folder, open and checked.
struct OpenStateFile: ~Copyable {
    let descriptor: Descriptor
    /// In bytes, as it was when the file was opened.
    let length: Int
}
