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

    /// `carbonwall VERB`, with what makes it use the same folder, as a shell takes it.
    func command(_ verb: String) -> String {
        "carbonwall \(verb)" + (folder.map { " --state \($0.string.quotedForShell)" } ?? "")
    }
}

extension String {
    /// As it is where no shell finds anything in it, or else in single quotes.
    fileprivate var quotedForShell: String {
        let isPlain = allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/._-".contains($0)) }
        return isPlain
            ? self : "'" + split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
#endif
