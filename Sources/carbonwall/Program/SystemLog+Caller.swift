#if os(Linux)
import Enforcement
import Glibc
import Policy

extension SystemLog {
    /// The user who called sudo, as sudo says, or the one whose process this is.
    static var user: String {
        if geteuid() == 0, let name = unsafe getenv("SUDO_USER") {
            return unsafe String(cString: name).printable
        }
        return geteuid() == 0 ? "root" : "user \(geteuid())"
    }

    /// Who called, and how, for the end of a line.
    static var caller: String { " (\(user): \(Program.commandLine.printable))" }
}

extension Program {
    /// What this run was called with, as a shell takes it.
    static var commandLine: String {
        (["carbonwall"] + arguments).map(\.quotedForShell).joined(separator: " ")
    }
}
#endif
