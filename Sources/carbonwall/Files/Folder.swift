import SystemPackage

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The names in a folder.
enum Folder {
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
