import Glibc
import SystemPackage

/// Short files that the kernel makes up when they are read: those of /proc.
enum KernelFile {
    /// The file at `path`, at most its first `count` bytes.
    ///
    /// - Throws: errno.
    static func bytes(of path: FilePath, atMost count: Int = 4096) throws(Errno) -> [UInt8] {
        let file = try Descriptor { unsafe path.withPlatformString { unsafe open($0, O_RDONLY | O_CLOEXEC) } }
        return try file.read(count)
    }

    /// Its first line, as text.
    ///
    /// - Throws: errno.
    static func line(of path: FilePath) throws(Errno) -> String {
        String(decoding: try bytes(of: path).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }
}
