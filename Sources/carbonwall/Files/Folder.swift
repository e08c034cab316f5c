import SystemPackage

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Folders and the names in them.
enum Folder {
    /// Makes the folder at `path`, with mode 0755 less the umask, in one that is there.
    ///
    /// - Throws: `Errno`.
    static func make(_ path: FilePath) throws {
        let (result, code) = unsafe path.withPlatformString { (unsafe mkdir($0, 0o755), errno) }
        guard result == 0 else { throw Errno(rawValue: code) }
    }

    /// Every name in the folder at `path` but those that begin with a dot, sorted by their bytes.
    ///
    /// - Throws: `FileProblem` where it can't be listed.
    static func names(in path: FilePath) throws(FileProblem) -> [String] {
        let (folder, code) = unsafe path.withPlatformString { (unsafe opendir($0), errno) }
        guard let folder = unsafe folder else {
            throw FileProblem(operation: "open folder", path: path, code: Errno(rawValue: code))
        }
        defer { unsafe closedir(folder) }
        var names: [String] = []
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}
