import Glibc
import SystemPackage

/// Starts watchdogs.
///
/// A watchdog is this same program, started anew: a fork would copy only the calling one of this process's threads and whatever
/// the others held locked. It is a child in a session of its own (setsid between fork and exec), so no terminal is its and no
/// hang-up reaches it; a second fork would only keep it from ever getting a terminal, and it opens none. Where systemd runs it
/// is a transient unit, because logind may end everything that a login session started; where that fails it is a child, too.
package struct WatchdogLauncher {
    private let program: FilePath
    private let systemd: Systemd?
    private let patience: Duration

    /// How often is looked whether the watchdog is ready.
    private static let interval = Duration.milliseconds(2)

    /// Starts this program.
    package init() {
        self.init(program: "/proc/self/exe", systemd: .ofThisMachine)
    }

    init(program: FilePath, systemd: Systemd?, patience: Duration = .seconds(10)) {
        self.program = program
        self.systemd = systemd
        self.patience = patience
    }

    /// Starts the watchdog of `pending`, which the state in `folder` has already.
    ///
    /// - Parameters:
    ///   - pending: The confirmation to watch over.
    ///   - folder: The state folder.
    ///   - arguments: What this program is to be called with, so that it calls `Watchdog.run`.
    /// - Returns: The watchdog, which holds the previous batch and is ready to send it.
    /// - Throws: Where it doesn't get ready; then nothing of it is left.
    @discardableResult
    package func launch(
        for pending: PendingConfirmation,
        in folder: borrowing StateFolder,
        arguments: [String]
    ) throws(WatchdogError) -> ProcessIdentity {
        if let process = launchUnit(for: pending, in: folder, arguments: arguments) { return process }
        var child = try start(program, ["carbonwall"] + arguments, .watchdog)
        return try wait(for: pending, in: folder, started: &child, mayLeave: false)
    }

    /// Starts the watchdog as a unit; nil where there is no systemd, and where it doesn't get ready that way.
    private func launchUnit(
        for pending: PendingConfirmation,
        in folder: borrowing StateFolder,
        arguments: [String]
    ) -> ProcessIdentity? {
        guard let systemd, let file = try? SymbolicLink.target(of: program), file.isAbsolute else { return nil }
        let command = systemd.command(file, arguments, for: pending.token)
        guard var runner = try? start(systemd.runner, command, .helper) else { return nil }
        return try? wait(for: pending, in: folder, started: &runner, mayLeave: true)
    }

    private func start(
        _ program: FilePath,
        _ arguments: [String],
        _ purpose: ChildProcess.Purpose
    ) throws(WatchdogError) -> ChildProcess {
        do throws(Errno) {
            return try ChildProcess(program, arguments, purpose)
        } catch {
            throw .start(SystemProblem("start", program.string, error))
        }
    }

    /// Waits until a watchdog says that it is ready.
    ///
    /// `child` is the watchdog, or what starts it and `mayLeave` when that is done.
    private func wait(
        for pending: PendingConfirmation,
        in folder: borrowing StateFolder,
        started child: inout ChildProcess,
        mayLeave: Bool
    ) throws(WatchdogError) -> ProcessIdentity {
        let start = BootTime.now
        while BootTime.now.since(start) < patience {
            if let process = (try? folder.watchdog(of: pending)) ?? nil { return process }
            if let code = child.endIfOver(), !(mayLeave && code == 0) { throw .ended(code) }
            Pause.take(Self.interval)
        }
        child.kill()
        throw .notReady(after: patience)
    }
}
