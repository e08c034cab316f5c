#if os(Linux)
import Glibc

/// A folder of its own for a test, removed with all that is in it at the end of its life.
public final class TemporaryFolder {
    /// Where it is.
    public let path: String

    /// An empty folder for this user alone, in memory where there is a place for that: tests write and sync a lot.
    public init() throws(SystemError) {
        let place = unsafe access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
        var template = Array("\(place)/carbonwall-test-XXXXXX".utf8CString)
        guard unsafe mkdtemp(&template) != nil else { throw SystemError("mkdtemp", code: errno) }
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// The path of `name` in it.
    public func path(of name: String) -> String { "\(path)/\(name)" }

    /// Writes the file `name`.
    public func write(_ bytes: [UInt8], to name: String, permissions: UInt32 = 0o600) throws(SystemError) {
        let path = path(of: name)
        _ = unsafe unlink(path)
        let file = try FileDescriptor("make \(path)", unsafe open(path, O_WRONLY | O_CREAT | O_CLOEXEC, permissions))
        try file.fill(bytes)
        try SystemError.check("chmod \(path)", unsafe chmod(path, permissions))
    }

    /// The content of the file `name`.
    public func contents(of name: String) throws(SystemError) -> [UInt8] {
        try FileDescriptor.open(path(of: name)).contents()
    }

    /// The names in it, sorted.
    public func names() throws -> [String] {
        try ProcessRunner.output(of: ["ls", "-A", path]).split(separator: "\n").map(String.init).sorted()
    }

    deinit {
        _ = try? ProcessRunner.run(["rm", "-rf", "--", path])
    }
}
#endif
