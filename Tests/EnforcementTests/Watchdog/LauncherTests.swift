import SystemPackage
import TestSupport
import Testing

@testable import Enforcement

@Suite struct LauncherTests {
    private let host: WatchedHost
    private let pending: PendingConfirmation

    init() throws {
        host = try WatchedHost()
        let folder = try StateFolder(creating: host.path)
        var state = try folder.apply(isConfirmed: false)
        pending = try PendingConfirmation(of: 2, backTo: 1, within: 600)
        try state.begin(pending)
        try folder.save(state, holding: StateLock(folder, for: "test", waiting: .seconds(10)))
    }

    private func launch(
        _ program: String,
        systemd: Systemd? = nil,
        _ arguments: [String],
        patience: Duration = .seconds(20)
    ) throws -> ProcessIdentity {
        let launcher = WatchdogLauncher(program: FilePath(program), systemd: systemd, patience: patience)
        return try launcher.launch(for: pending, in: StateFolder(creating: host.path), arguments: arguments)
    }

    private var watching: [String] { ["watch", host.path.string, host.kernel, pending.token.description] }

    /// A program for a shell that stands in for systemd-run.
    private func runner(_ script: String) throws -> Systemd {
        try host.temporary.write(Array("#!/bin/sh\n\(script)\n".utf8), to: "runner", permissions: 0o700)
        return Systemd(runner: FilePath(host.temporary.path(of: "runner")))
    }

    /// A link to the probe, as /proc/self/exe is one.
    private func probe() throws -> String {
        let link = host.temporary.path(of: "exe")
        try ProcessRunner.output(of: ["ln", "-s", Locations.program("enforcement-probe"), link])
        return link
    }

    /// Answers the confirmation, and waits until its watchdog has noticed.
    private func answer(_ watchdog: ProcessIdentity) throws {
        let folder = try StateFolder(creating: host.path)
        var state = try folder.load()
        state.abandonConfirmation()
        try folder.save(state, holding: StateLock(folder, for: "test", waiting: .seconds(10)))
        try Patience.wait(for: "the watchdog's end") { !watchdog.isAlive }
    }

    @Test func `a program that ends before it is ready is an error with its exit code`() throws {
        #expect(throws: WatchdogError.ended(3)) { try launch("/bin/sh", ["-c", "exit 3"]) }
        #expect(throws: WatchdogError.ended(-9)) { try launch("/bin/sh", ["-c", "kill -9 $$"]) }
    }

    @Test func `a program that doesn't exist is an error that names it`() throws {
        let problem = SystemProblem("start", "/no/such", .noSuchFileOrDirectory)
        #expect(throws: WatchdogError.start(problem)) { try launch("/no/such", []) }
    }

    @Test func `a program that doesn't get ready is killed`() throws {
        let file = host.temporary.path(of: "number")
        #expect(throws: WatchdogError.notReady(after: .seconds(1))) {
            try launch("/bin/sh", ["-c", "echo $$ >\(file); exec sleep 600"], patience: .seconds(1))
        }
        let number = try String(decoding: host.temporary.contents(of: "number"), as: UTF8.self)
        #expect(ProcessIdentity(try #require(Int32(number.dropLast()))) == nil)
    }

    @Test func `a watchdog that is ready is the one that was started`() throws {
        let watchdog = try launch(probe(), watching)
        #expect(watchdog.isAlive)
        try answer(watchdog)
    }

    @Test func `where systemd runs it is a transient unit`() throws {
        let log = host.temporary.path(of: "log")
        let systemd = try runner(
            "printf '%s\\n' \"$@\" >\(log); while [ \"$1\" != -- ]; do shift; done; shift; setsid \"$@\" >/dev/null &"
        )
        let watchdog = try launch(probe(), systemd: systemd, watching)
        #expect(watchdog.isAlive)
        try answer(watchdog)
        let arguments = try String(decoding: host.temporary.contents(of: "log"), as: UTF8.self).split(separator: "\n")
        #expect(arguments.contains("--unit=carbonwall-confirm-\(pending.token)"))
        #expect(arguments.contains("--collect"))
        let command = arguments.drop { $0 != "--" }.dropFirst().map(String.init)
        #expect(command == [try Locations.program("enforcement-probe")] + watching)
    }

    @Test(arguments: ["exit 1", "kill -9 $$"])
    func `where systemd refuses, it is a process of its own`(script: String) throws {
        let watchdog = try launch(probe(), systemd: runner(script), watching)
        #expect(watchdog.isAlive)
        try answer(watchdog)
    }

    @Test func `a dollar sign in a path is none of systemd's variables`() {
        let command = Systemd(runner: "/run").command("/bin/x", ["watch", "/a$HOME/$$"], for: pending.token)
        #expect(command.suffix(3) == ["/bin/x", "watch", "/a$$HOME/$$$$"])
    }
}
