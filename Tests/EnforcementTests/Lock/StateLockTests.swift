import Glibc
import SystemPackage
import TestSupport
import Testing

@testable import Enforcement

@Suite struct StateLockTests {
    private let temporary: TemporaryFolder
    private let path: FilePath

    init() throws {
        temporary = try TemporaryFolder()
        path = FilePath(temporary.path(of: "state"))
    }

    private func holder() throws -> RunningProcess {
        let process = try RunningProcess([Locations.program("enforcement-probe"), "hold", path.string])
        try process.waitForOutput("held")
        return process
    }

    @Test func `who comes second is told who holds the lock, since when and what for`() throws {
        let other = try holder()
        let folder = try StateFolder(creating: path)
        let error = #expect(throws: LockError.self) {
            _ = try StateLock(folder, for: "apply", waiting: .milliseconds(100))
        }
        guard case .held(let holder?, .milliseconds(100)) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(holder.process == other.number)
        #expect(holder.command == "hold")
        #expect(CalendarTime.now.seconds - holder.since.seconds < 60)
        #expect(error?.description.contains("process \(other.number) ('carbonwall hold', at work for ") == true)
    }

    @Test func `the lock goes with the process that held it, killed though it is`() throws {
        let other = try holder()
        let folder = try StateFolder(creating: path)
        try other.signal(SIGKILL)
        _ = try StateLock(folder, for: "apply", waiting: .seconds(10))
    }

    @Test func `who waits long enough gets it`() throws {
        let other = try holder()
        let folder = try StateFolder(creating: path)
        let killer = try RunningProcess(["sh", "-c", "sleep 0.3; kill \(other.number)"])
        let start = BootTime.now
        _ = try StateLock(folder, for: "apply", waiting: .seconds(20))
        #expect(BootTime.now.since(start) > .milliseconds(200))
        try killer.wait()
    }

    @Test func `one after the other has it, and nobody is named once it is free`() throws {
        let folder = try StateFolder(creating: path)
        for _ in 1...3 { _ = try StateLock(folder, for: "apply", waiting: .seconds(20)) }
        #expect(try temporary.contents(of: "state/lock").isEmpty)
    }

    @Test func `a program that is started doesn't inherit it`() throws {
        let folder = try StateFolder(creating: path)
        let sleeper: RunningProcess
        do {
            let lock = try StateLock(folder, for: "apply", waiting: .zero)
            sleeper = try RunningProcess(["sleep", "600"])
            _ = consume lock
        }
        // Not at once: a program that another test starts just now has it until its exec.
        _ = try StateLock(folder, for: "apply", waiting: .seconds(20))
        try sleeper.signal(SIGKILL)
    }

    @Test(arguments: ["", "1234", "1234 now apply", "x 1764000000 apply", "1234 1764000000 "])
    func `a holder that says nothing sensible is somebody`(line: String) {
        #expect(LockHolder(line: line) == nil)
    }

    @Test func `a lock file that is a link is refused`() throws {
        let folder = try StateFolder(creating: path)
        try ProcessRunner.output(of: ["ln", "-s", "/etc/hostname", path.appending("lock").string])
        #expect(throws: LockError.folder(.untrusted(path.appending("lock").string, .symbolicLink))) {
            _ = try StateLock(folder, for: "apply", waiting: .zero)
        }
    }

    @Test func `a lock file that has another name locks, and isn't written into`() throws {
        let folder = try StateFolder(creating: path)
        try temporary.write(Array("kept".utf8), to: "other")
        try ProcessRunner.output(of: ["ln", temporary.path(of: "other"), path.appending("lock").string])
        do {
            let lock = try StateLock(folder, for: "apply", waiting: .zero)
            #expect(throws: LockError.held(by: nil, waited: .zero)) {
                _ = try StateLock(folder, for: "apply", waiting: .zero)
            }
            _ = consume lock
        }
        #expect(try temporary.contents(of: "other") == Array("kept".utf8))
    }

    @Test(arguments: [Int64.min, .max, 0]) func `a holder since any time has an age`(seconds: Int64) {
        let holder = LockHolder(process: 1, since: CalendarTime(seconds: seconds), command: "apply")
        #expect(LockError.held(by: holder, waited: .zero).description.contains("at work for "))
    }

    @Test func `two hundred increments of four processes at once are all counted`() throws {
        _ = try StateFolder(creating: path)
        let program = try Locations.program("enforcement-probe")
        let processes = try (1...4).map { _ in try RunningProcess([program, "count", path.string, "50"]) }
        for process in processes {
            #expect(try process.wait().succeeded)
        }
        #expect(try StateFolder(creating: path).load().nextNumber == 201)
    }
}
