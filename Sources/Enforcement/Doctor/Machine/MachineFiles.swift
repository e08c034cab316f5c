import Glibc
import SystemPackage

/// The files of a machine that tell how it is set up, below a folder that stands for `/`.
struct MachineFiles {
    /// Everything is looked for below it.
    let root: FilePath

    /// A configuration file is a few kilobytes; what is longer is cut.
    private static let longestFile = 1 << 20

    /// Where `path`, which is absolute, is below the root.
    func place(of path: FilePath) -> FilePath {
        root.appending(path.components)
    }

    /// The content of a regular file, or of one that the kernel makes up; nil where it can't be read.
    func text(of path: FilePath) -> String? {
        let place = place(of: path)
        // O_NONBLOCK, so that a pipe holds nothing up.
        let flags = O_RDONLY | O_NONBLOCK | O_CLOEXEC
        guard let file = try? Descriptor({ unsafe place.withPlatformString { unsafe open($0, flags) } }),
            Self.isRegular(file), let bytes = try? file.read(Self.longestFile)
        else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The lines of a file, without their ends; none where it can't be read.
    func lines(of path: FilePath) -> [String] {
        (text(of: path) ?? "").split(separator: "\n").map(String.init)
    }

    /// The number that a file of /proc/sys consists of.
    func number(in path: FilePath) -> Int? {
        lines(of: path).first.flatMap { Int($0) }
    }

    /// The names in a folder, sorted; none where it can't be read.
    func names(in path: FilePath) -> [String] {
        (try? FolderListing.names(in: place(of: path))) ?? []
    }

    /// Whether something is at `path`, be it a link that leads nowhere.
    func exists(_ path: FilePath) -> Bool {
        var status = stat()
        return unsafe place(of: path).withPlatformString { unsafe lstat($0, &status) } == 0
    }

    /// Where the link at `path` leads; nil where it is none.
    func target(of path: FilePath) -> FilePath? {
        try? SymbolicLink.target(of: place(of: path))
    }

    private static func isRegular(_ file: borrowing Descriptor) -> Bool {
        var status = stat()
        return unsafe fstat(file.number, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }
}
