import Glibc
import SystemPackage

/// Symbolic links, those of /proc above all.
enum SymbolicLink {
    /// Where the link at `path` leads.
    ///
    /// - Throws: errno; `EINVAL` where it isn't a link.
    static func target(of path: FilePath) throws(Errno) -> FilePath {
        var target = [CChar](repeating: 0, count: Int(PATH_MAX))
        let length = try SystemCall.result {
            unsafe path.withPlatformString { unsafe readlink($0, &target, target.count) }
        }
        return FilePath(String(decoding: target[..<length].map(UInt8.init(bitPattern:)), as: UTF8.self))
    }
}
