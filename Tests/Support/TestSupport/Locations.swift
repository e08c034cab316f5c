#if os(Linux)
import Glibc

/// Where the package's files and its built programs are.
public enum Locations {
    /// The folder of Package.swift, without a slash at its end.
    public static let packageRoot = {
        let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        return parts.dropLast(4).joined(separator: "/")
    }()

    /// The `carbonwall` program that is tested.
    public static var carbonwall: String {
        get throws(SystemError) { try program("carbonwall") }
    }

    /// The program `name` that was built together with the running tests, or that lies in the folder that `CARBONWALL_PROGRAMS` names:
    /// `make test` starts an optimised one thousands of times.
    public static func program(_ name: String) throws(SystemError) -> String {
        if let folder = unsafe getenv("CARBONWALL_PROGRAMS") { return unsafe String(cString: folder) + "/" + name }
        guard let resolved = unsafe realpath("/proc/self/exe", nil) else {
            throw SystemError("realpath /proc/self/exe", code: errno)
        }
        defer { unsafe free(resolved) }
        let runner = unsafe String(cString: resolved).split(separator: "/")
        return "/" + (runner.dropLast() + [Substring(name)]).joined(separator: "/")
    }
}
#endif
