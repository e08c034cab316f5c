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
        _ = try CommandFailure.enforcing { try Watchdog.run(token, in: state.path, restorer: KernelRestorer()) }
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
