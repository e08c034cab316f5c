#if os(Linux)
import Enforcement
import SystemPackage

/// What `apply --confirm` does, with a file in the place of the kernel's rules.
enum ConfirmedApply {
    /// Says `applied`, and the watchdog's number behind it.
    static func perform(_ path: FilePath, _ kernel: FileKernel, seconds: UInt32) throws {
        let folder = try StateFolder(creating: path)
        let lock = try StateLock(folder, for: "apply", waiting: .seconds(60))
        var state = try folder.load()
        let previous = state.current
        let number = try state.addSample(to: folder, holding: lock)
        let pending = try PendingConfirmation(of: number, backTo: previous, within: seconds)
        try state.begin(pending)
        try folder.save(state, holding: lock)
        let arguments = ["watch", try folder.absolutePath.string, kernel.path, pending.token.description]
        let watchdog = try WatchdogLauncher().launch(for: pending, in: folder, arguments: arguments)
        try kernel.send(FileKernel.batch(number))
        state.enforce(number, mark: try KernelMark(generation: 41), isConfirmed: false)
        try folder.save(state, holding: lock)
        Probe.say("applied \(watchdog.number)")
    }
}
#endif
