#if os(Linux)
extension NetworkNamespace {
    /// Runs the commands of `lines`, one a line as `ip` takes them, in this namespace.
    ///
    /// - Throws: `ProcessFailure` with the first that fails.
    public borrowing func ip(_ lines: String) throws {
        try perform { try ProcessRunner.output(of: ["ip", "-batch", "-"], input: Array(lines.utf8)) }
    }
}
#endif
