#if os(Linux)
import ArgumentParser
import Enforcement
import Policy
import SystemPackage

/// What `apply --confirm` starts: it waits for the confirmation, and restores the rules before where none comes.
struct WatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "watch-confirmation", shouldDisplay: false)

    @Argument(transform: { try ConfirmationToken(argument: $0) })
    var token: ConfirmationToken

    @OptionGroup var state: StateOptions

    /// What this program is called with to watch over the confirmation `token` of the state folder at `path`.
    @Sendable static func arguments(_ path: FilePath, _ token: ConfirmationToken) -> [String] {
        [configuration.commandName ?? "", token.description, "--state", path.string]
    }

    func run() throws {
        let end = try CommandFailure.enforcing {
            try Watchdog.run(token, in: state.home().path, restorer: KernelRestorer())
        }
        if end == .restored {
            SystemLog.note("a policy wasn't confirmed in time: the rules before it are in force again")
        }
    }
}

extension ConfirmationToken {
    /// - Throws: `UnusableValue` where `text` is none.
    fileprivate init(argument text: String) throws(UnusableValue) {
        guard let token = ConfirmationToken(text) else { throw UnusableValue("it has 16 hexadecimal digits") }
        self = token
    }
}
#endif
