import SystemPackage

/// The program's standard output and standard error.
enum Console {
    /// Writes results to standard output.
    ///
    /// - Throws: `CommandFailure.operation` where they can't be written: a full disk, a closed descriptor.
    static func write(_ text: String) throws(CommandFailure) {
        do {
            try FileDescriptor.standardOutput.writeAll(text.utf8)
        } catch {
            throw .operation("can't write to standard output: \(error)")
        }
    }

    /// Writes sentences for a person to standard output, broken to fit a terminal.
    ///
    /// - Throws: `CommandFailure.operation` where they can't be written.
    static func show(_ text: String) throws(CommandFailure) {
        try write(Terminal.output.fitted(text))
    }

    /// Writes a message to standard error, which nobody may be listening to.
    static func report(_ text: String) {
        _ = try? FileDescriptor.standardError.writeAll(Terminal.error.fitted(text).utf8)
    }

    /// Writes `notes` to standard error, where standard output is for a program to read.
    static func report(notes: [String]) {
        for note in notes {
            report(Report.line("note", note))
        }
    }

    /// Writes to standard error what is gone from our table for good.
    static func report(lost names: [String]) {
        for name in names {
            report(Report.line("warning", "\(name), which somebody had added by hand, couldn't be kept"))
        }
    }
}
