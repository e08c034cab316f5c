import Glibc
import SystemPackage

/// A process, told apart from a later one that gets the same number.
package struct ProcessIdentity: Hashable, Sendable {
    /// Its number.
    package let number: Int32
    /// When it started, in clock ticks since boot: field 22 of /proc/PID/stat.
    package let startTime: UInt64

    init(number: Int32, startTime: UInt64) {
        self.number = number
        self.startTime = startTime
    }

    /// The process that has `number` now; nil where there is none, or only a dead one that nobody has waited for.
    package init?(_ number: Int32) {
        guard let status = ProcessStatus(number), !status.isDead else { return nil }
        self.init(number: number, startTime: status.startTime)
    }

    /// This process.
    package static var current: ProcessIdentity? { ProcessIdentity(getpid()) }

    /// Whether it still runs.
    package var isAlive: Bool { ProcessIdentity(number) == self }
}

/// What /proc/PID/stat says of a process (proc(5)).
struct ProcessStatus: Hashable {
    /// `R`, `S`, …; `Z` and `X` are dead.
    let state: String
    let parent: Int32
    /// In clock ticks since boot.
    let startTime: UInt64

    /// What the folder `processes`, /proc, says of the process `number`; nil where there is none.
    init?(_ number: Int32, in processes: FilePath = "/proc") {
        guard let line = try? KernelFile.line(of: processes.appending("\(number)").appending("stat")) else {
            return nil
        }
        self.init(line: line)
    }

    /// Reads the line from behind the last parenthesis: the name in front of it may hold anything.
    init?(line: String) {
        guard let end = line.lastIndex(of: ")") else { return nil }
        let fields = line[end...].split(separator: " ").dropFirst()
        guard fields.count >= 20, let state = fields.first, let parent = Int32(fields[fields.startIndex + 1]),
            let startTime = UInt64(fields[fields.startIndex + 19])
        else { return nil }
        self.state = String(state)
        self.parent = parent
        self.startTime = startTime
    }

    var isDead: Bool { state == "Z" || state == "X" }
}
