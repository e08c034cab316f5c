import Glibc
package import SystemPackage

/// An open file, folder or socket, closed at the end of its life, and never handed to a program that this one starts.
package struct Descriptor: ~Copyable, Sendable {
    /// The number by which system calls know it.
    package let number: Int32

    /// Takes the result of `open`, which opens something (with close-on-exec) or returns a negative number.
    ///
    /// Its number is never 0, 1 or 2, although the caller of this program may have closed these: whatever is laid over standard
    /// input, output and error later doesn't hit it.
    ///
    /// - Throws: errno.
    package init(_ open: () -> Int32) throws(Errno) {
        let opened = try SystemCall.result(open)
        number = opened > STDERR_FILENO ? opened : try Self.moved(opened)
    }

    /// The same file under a number behind the standard ones.
    private static func moved(_ opened: Int32) throws(Errno) -> Int32 {
        defer { close(opened) }
        return try SystemCall.result { fcntl(opened, F_DUPFD_CLOEXEC, STDERR_FILENO + 1) }
    }

    deinit {
        close(number)
    }

    /// Reads `count` bytes from `offset`, fewer where the file ends before.
    ///
    /// - Throws: errno.
    borrowing func read(_ count: Int, at offset: Int = 0) throws(Errno) -> [UInt8] {
        var failure: Errno?
        let number = number
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            do throws(Errno) {
                while filled < count {
                    let rest = unsafe UnsafeMutableRawBufferPointer(
                        rebasing: UnsafeMutableRawBufferPointer(buffer)[filled...]
                    )
                    let read = try SystemCall.result {
                        unsafe pread(number, rest.baseAddress, rest.count, offset + filled)
                    }
                    if read == 0 { return }
                    filled += read
                }
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return bytes
    }
}
