import Policy
package import SystemPackage

/// Why there is no watchdog, so that nothing was applied.
package enum WatchdogError: EnforcementError, Hashable {
    /// There is no state folder at the path.
    case noFolder(FilePath)
    /// The confirmation isn't pending (any more).
    case noSuchConfirmation(ConfirmationToken)
    /// It couldn't be started.
    case start(SystemProblem)
    /// It was started and ended before it was ready, with this exit code, or by this signal where negative.
    case ended(Int32)
    /// It was started and isn't ready after this time.
    case notReady(after: Duration)

    /// What is wrong, in one line.
    package var description: String {
        switch self {
        case .noFolder(let path): "there is no state folder \(path.string.quotedForMessage)"
        case .noSuchConfirmation: "the confirmation to watch over isn't pending any more"
        case .start(let problem): "can't start the watchdog: \(problem)"
        case .ended(let code) where code < 0: "the watchdog was ended by signal \(-code) before it was ready"
        case .ended(let code): "the watchdog ended with exit code \(code) before it was ready"
        case .notReady(let time): "the watchdog isn't ready after \(time.components.seconds) s"
        }
    }

    /// What to do about it; nil where the description says it all.
    package var advice: String? {
        switch self {
        case .noFolder, .noSuchConfirmation: nil
        case .start, .ended, .notReady: "nothing was applied; without --confirm no watchdog is needed"
        }
    }
}
