#if os(Linux)
import Glibc

/// The kernel's settings for the calling thread's network namespace.
public enum SystemControl {
    /// Sets `name`, a path below /proc/sys, to `value`.
    ///
    /// - Throws: Where this user may not; in a container /proc/sys is often read-only.
    public static func set(_ name: String, to value: String) throws(SystemError) {
        let path = "/proc/sys/\(name)"
        let file = try FileDescriptor("open \(path)", unsafe open(path, O_WRONLY | O_CLOEXEC))
        try file.fill(Array(value.utf8))
    }
}
#endif
