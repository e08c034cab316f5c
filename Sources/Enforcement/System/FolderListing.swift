import Glibc
import SystemPackage

/// The names in a folder.
enum FolderListing {
    /// Every name in the folder that `open` opens, but `.` and `..`, sorted.
    ///
    /// - Throws: errno.
    static func names(_ open: () -> Int32) throws(Errno) -> [String] {
        let descriptor = try SystemCall.result(open)
        guard let folder = unsafe fdopendir(descriptor) else {
            let code = Errno(rawValue: errno)
            close(descriptor)
            throw code
        }
        defer { unsafe closedir(folder) }
        var names: [String] = []
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// The same of the folder at `path`.
    ///
    /// - Throws: errno.
    static func names(in path: FilePath) throws(Errno) -> [String] {
        try names { unsafe path.withPlatformString { unsafe open($0, O_RDONLY | O_DIRECTORY | O_CLOEXEC) } }
    }
}
