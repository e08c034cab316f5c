import SystemPackage

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A new file under a name that nobody can guess, removed again unless it is renamed.
struct TemporaryFile: ~Copyable {
    private let path: FilePath
    private let descriptor: FileDescriptor
    private var isRenamed = false

    /// An empty file in `folder`, with mode 0644 less the umask.
    ///
    /// - Throws: `Errno`.
    init(in folder: FilePath) throws {
        path = folder.appending(".carbonwall-\(String(UInt64.random(in: .min ... .max), radix: 16)).tmp")
        descriptor = try FileDescriptor.open(
            path,
            .writeOnly,
            options: [.create, .exclusiveCreate, .noFollow, .closeOnExec],
            permissions: [.ownerReadWrite, .groupRead, .otherRead]
        )
    }

    /// Writes `text`, down to the disk.
    ///
    /// - Throws: `Errno`.
    borrowing func fill(with text: String) throws {
        try descriptor.writeAll(text.utf8)
        guard fsync(descriptor.rawValue) == 0 else { throw Errno(rawValue: errno) }
    }

    /// Puts it in the place of `target`.
    ///
    /// - Throws: `Errno`; then it is removed.
    consuming func replace(_ target: FilePath) throws {
        let (result, code) = unsafe path.withPlatformString { source in
            unsafe target.withPlatformString { (unsafe rename(source, $0), errno) }
        }
        guard result == 0 else { throw Errno(rawValue: code) }
        isRenamed = true
    }

    deinit {
        try? descriptor.close()
        if !isRenamed { _ = unsafe path.withPlatformString { unsafe unlink($0) } }
    }
}
