import SystemPackage

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Symbolic links.
enum SymbolicLink {
    /// What the link at `path` says, or nil where there is no link.
    static func target(of path: FilePath) -> FilePath? {
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { buffer in
            guard let start = buffer.baseAddress else { return nil }
            let length = unsafe path.withPlatformString { unsafe readlink($0, start, buffer.count) }
            guard length > 0 else { return nil }
            return unsafe FilePath(String(decoding: UnsafeRawBufferPointer(buffer).prefix(length), as: UTF8.self))
        }
    }
}
