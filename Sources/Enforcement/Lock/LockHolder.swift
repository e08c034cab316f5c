import SystemPackage

/// Who holds the lock of a state folder, as it says itself in the lock file.
package struct LockHolder: Hashable, Sendable {
    /// The process.
    package let process: Int32
    /// Since when it holds it.
    package let since: CalendarTime
    /// What it does: `apply`.
    package let command: String

    /// Reads `line`; nil where it isn't one, because the holder hasn't written it yet.
    init?(line: String) {
        let fields = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard fields.count == 3, let process = Int32(fields[0]), let seconds = Int64(fields[1]), !fields[2].isEmpty
        else {
            return nil
        }
        self.init(process: process, since: CalendarTime(seconds: seconds), command: String(fields[2]))
    }

    init(process: Int32, since: CalendarTime, command: String) {
        self.process = process
        self.since = since
        self.command = command
    }

    /// `1234 1764000000 apply`.
    var line: String { "\(process) \(since.seconds) \(command)" }
}
