#if os(Linux)
import ArgumentParser
import Enforcement
import SystemPackage

/// Where is remembered what was applied.
struct StateOptions: ParsableArguments {
    @Option(
        name: .customLong("state"),
        help: ArgumentHelp(
            "The folder that remembers what was applied (default: /var/lib/carbonwall).",
            valueName: "dir"
        ),
        completion: .directory,
        transform: { try FilePath(argument: $0) }
    )
    var folder: FilePath?

    /// The folder.
    var path: FilePath { folder ?? StateFolder.defaultPath }

    /// What enforces and remembers there.
    func enforcer() throws -> Enforcer { try Enforcer(rememberingIn: path) }

    /// `carbonwall VERB`, with what makes it use the same folder.
    func command(_ verb: String) -> String {
        "carbonwall \(verb)" + (folder.map { " --state \($0.string)" } ?? "")
    }
}
#endif
