#if os(Linux)
import Glibc

/// Where the package's files and its built programs are.
public enum Locations {
    /// The folder of Package.swift, without a slash at its end.
    public static let packageRoot = {
        let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        return parts.dropLast(4).joined(separator: "/")
    }()

    /// The `carbonwall` program that was built together with the running tests.
    public static var carbonwall: String {
        get throws(SystemError) { try program("carbonwall") }
    }

    /// The program `name` that was built together with the running tests.
    public static func program(_ name: String) throws(SystemError) -> String {
        guard let resolved = unsafe realpath("/proc/self/exe", nil) else {
            throw SystemError("realpath /proc/self/exe", code: errno)
        }
        defer { unsafe free(resolved) }
        let runner = unsafe String(cString: resolved).split(separator: "/")
        return "/" + (runner.dropLast() + [Substring(name)]).joined(separator: "/")
    }
}
#endif
