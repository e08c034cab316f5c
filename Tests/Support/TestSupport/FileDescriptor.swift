#if os(Linux)
import CLinuxNetwork
import Glibc

/// An open file, closed at the end of its life.
package struct FileDescriptor: ~Copyable {
    package let number: Int32

    /// Takes the result of the call `operation`, which is the number of an open file or negative.
    package init(_ operation: String, _ number: Int32) throws(SystemError) {
        self.number = try SystemError.check(operation, number)
    }

    /// An empty file in memory.
    package static func memory(_ name: String) throws(SystemError) -> FileDescriptor {
        try FileDescriptor("memfd_create", unsafe cln_memory_file(name))
    }

    /// The file at `path`, for reading.
    package static func open(_ path: String) throws(SystemError) -> FileDescriptor {
        try FileDescriptor("open \(path)", unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC))
    }

    deinit {
        close(number)
    }

    /// Writes all of `bytes` and goes back to the start.
    package borrowing func fill(_ bytes: [UInt8]) throws(SystemError) {
        var done = 0
        while done < bytes.count {
            let rest = bytes[done...]
            done += try SystemError.check(
                "write",
                unsafe rest.withUnsafeBytes { unsafe write(number, $0.baseAddress, $0.count) }
            )
        }
        try SystemError.check("lseek", lseek(number, 0, SEEK_SET))
    }

    /// Everything in it, from the start; where a program goes on writing to it, it goes on where it was.
    package borrowing func contents() throws(SystemError) -> [UInt8] {
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = try SystemError.check(
                "read",
                unsafe block.withUnsafeMutableBytes { unsafe pread(number, $0.baseAddress, $0.count, bytes.count) }
            )
            if count == 0 { return bytes }
            bytes += block[..<count]
        }
    }
}
#endif
