import Glibc
import SystemPackage
import TestSupport
import Testing

@testable import Enforcement

/// What is done to `apply` and to its watchdog while a confirmation is pending.
@Suite struct SurvivalTests {
    @Test func `apply is killed: the rules come back`() throws {
        let host = try WatchedHost()
        let apply = try RunningProcess(host.applyAndStay(seconds: 4))
        _ = try host.waitForWatchdog()
        try apply.signal(SIGKILL)
        try apply.wait()
        try host.waitForReturn(to: 1)
    }

    @Test func `the shell is killed: the rules come back`() throws {
        let host = try WatchedHost()
        let shell = try RunningProcess(
            ["sh", "-c", "\"$@\"; sleep 600", "sh"] + host.applyAndStay(seconds: 4).dropLast()
        )
        _ = try host.waitForWatchdog()
        try shell.signal(SIGKILL)
        try shell.wait()
        try host.waitForReturn(to: 1)
    }

    @Test(.needs(program: "script")) func `the terminal hangs up: apply dies, the rules come back`() throws {
        let host = try WatchedHost()
        let command = try host.applyAndStay(seconds: 4).joined(separator: " ")
        let terminal = try RunningProcess(["script", "-qec", command, "/dev/null"])
        _ = try host.waitForWatchdog()
        let apply = try #require(try Self.process(running: command))
        try terminal.signal(SIGKILL)
        try Patience.wait(for: "the hang-up") { ProcessIdentity(apply) == nil }
        #expect(try host.state().pending != nil)
        try host.waitForReturn(to: 1)
    }

    /// The process with exactly these arguments.
    private static func process(running command: String) throws -> Int32? {
        let processes = try ProcessRunner.output(of: ["ps", "-eo", "pid=,args="]).split(separator: "\n")
        return processes.first { $0.hasSuffix(" " + command) && !$0.contains("script") }
            .flatMap { $0.split(separator: " ").first }.flatMap { Int32($0) }
    }

    @Test func `a watchdog takes no notice of the signals of a terminal`() throws {
        let host = try WatchedHost()
        let watchdog = try host.apply(seconds: 4)
        for signal in [SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGTERM, SIGTSTP, SIGALRM, SIGUSR1, SIGUSR2] {
            kill(watchdog, signal)
        }
        try host.waitForReturn(to: 1)
    }

    @Test func `a watchdog has nothing of the terminal, the folder and the files of the one who started it`() throws {
        let host = try WatchedHost()
        let watchdog = try host.apply(seconds: 600)
        let fields = try Self.read("/proc/\(watchdog)/stat").split(separator: ")").last?.split(separator: " ") ?? []
        #expect(fields[3] == "\(watchdog)", "it leads its session")
        #expect(fields[4] == "0", "it has no terminal")
        let script =
            "cd /proc/\(watchdog); readlink cwd; for f in fd/*; do readlink $f; done; cat comm"
        let lines = try ProcessRunner.output(of: ["sh", "-c", script]).split(separator: "\n").map(String.init)
        #expect(lines.first == "/")
        #expect(lines.last == "carbonwall")
        let files = lines.dropFirst().dropLast()
        #expect(files.filter { $0 == "/dev/null" }.count == 3)
        #expect(files.allSatisfy { $0 == "/dev/null" || $0.hasPrefix(host.path.string) })
        #expect(try Self.read("/proc/\(watchdog)/status").contains("SigBlk:\t0000000000000000"))
    }

    @Test(.needsMemoryPriority) func `memory is taken from others first`() throws {
        let host = try WatchedHost()
        let watchdog = try host.apply(seconds: 600)
        #expect(try Self.read("/proc/\(watchdog)/oom_score_adj") == "-1000\n")
    }

    private static func read(_ path: String) throws -> String {
        try String(decoding: FileDescriptor.open(path).contents(), as: UTF8.self)
    }

    @Test func `the watchdog is killed: the status says so, and what it held can still be restored`() throws {
        let host = try WatchedHost()
        let watchdog = try host.apply(seconds: 600)
        kill(watchdog, SIGKILL)
        try Patience.wait(for: "the watchdog's end") { ProcessIdentity(watchdog) == nil }
        guard case .unwatched(let pending, let left) = try host.status() else {
            Issue.record("\(String(describing: try host.status()))")
            return
        }
        #expect(pending.policy == 2 && left > .seconds(500))
        let folder = try StateFolder(creating: host.path)
        #expect(try folder.previousRuleset(of: pending, in: host.state()) == .batch(SampleState.batch(1)))
    }

    @Test func `the watchdog is killed and the time is over: that can't be confirmed any more`() throws {
        let host = try WatchedHost()
        let watchdog = try host.apply(seconds: 8)
        kill(watchdog, SIGKILL)
        try Patience.wait(seconds: 60, for: "the deadline") {
            if case .unwatched(_, let left) = try host.status() { left <= .zero } else { false }
        }
        let error = #expect(throws: ConfirmationError.self) { try Enforcer(rememberingIn: host.path).confirm() }
        #expect(error?.description.hasPrefix("too late: the time to confirm policy 2 was over ") == true)
        #expect(try host.policyInKernel() == 2)
    }
}
