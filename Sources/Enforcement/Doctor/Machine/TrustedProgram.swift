import Glibc
import SystemPackage

/// A program of the machine, run without a shell, and only where nobody but root could have put it there.
enum TrustedProgram {
    /// How long it may take.
    private static let patience = Duration.seconds(2)
    /// More than it has to say; the rest is cut.
    private static let longestAnswer = 4096

    /// Whether the file at `path` is a program that belongs to root, or to this user, and that others can't write to.
    static func isTrusted(_ path: FilePath) -> Bool {
        var status = stat()
        guard unsafe path.withPlatformString({ unsafe stat($0, &status) }) == 0,
            status.st_mode & S_IFMT == S_IFREG, status.st_mode & S_IXUSR != 0
        else { return false }
        return (status.st_uid == 0 || status.st_uid == geteuid()) && status.st_mode & (S_IWGRP | S_IWOTH) == 0
    }

    /// What the program at `path` writes to its standard output; nil where it can't be started, fails or takes too long.
    static func output(of path: FilePath, _ arguments: [String]) -> String? {
        guard let pipe = try? Pipe(), var process = try? pipe.start(path, [path.string] + arguments) else { return nil }
        let start = BootTime.now
        while process.endIfOver() == nil {
            guard BootTime.now.since(start) < patience else {
                process.kill()
                return nil
            }
            Pause.take(.milliseconds(2))
        }
        guard process.endIfOver() == 0 else { return nil }
        return pipe.contents(longestAnswer)
    }
}

/// A pipe whose one end a program writes to.
///
/// It holds 64 KiB: who writes more waits, and is ended.
private struct Pipe: ~Copyable {
    private let reading: Descriptor
    private let writing: Descriptor

    /// Both ends are closed on exec, and reading doesn't wait.
    init() throws(Errno) {
        var ends: [Int32] = [-1, -1]
        try SystemCall.result { unsafe pipe(&ends) }
        let reading = try Descriptor { ends[0] }
        let writing = try Descriptor { ends[1] }
        for end in ends {
            try SystemCall.result { fcntl(end, F_SETFD, FD_CLOEXEC) }
        }
        try SystemCall.result { fcntl(ends[0], F_SETFL, O_NONBLOCK) }
        self.reading = reading
        self.writing = writing
    }

    borrowing func start(_ path: FilePath, _ arguments: [String]) throws(Errno) -> ChildProcess {
        try ChildProcess(path, arguments, .helper, output: writing)
    }

    /// What was written so far, at most `limit` bytes, without waiting.
    borrowing func contents(_ limit: Int) -> String? {
        let number = reading.number
        var bytes = [UInt8](repeating: 0, count: limit)
        guard let count = try? SystemCall.result({ unsafe read(number, &bytes, limit) }) else { return nil }
        return String(decoding: bytes[..<count], as: UTF8.self)
    }
}
