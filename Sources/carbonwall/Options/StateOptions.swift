#if os(Linux)
import ArgumentParser
import Enforcement
import SystemPackage

/// Where is remembered what was applied.
struct StateOptions: ParsableArguments {
    @Option(
        name: .customLong("state"),
        help: ArgumentHelp(
            "The folder that remembers what was applied (default: /var/lib/carbonwall, or /run/carbonwall/netns-COOKIE in another network namespace than process 1's).",
            valueName: "dir"
        ),
        completion: .directory,
        transform: { try FilePath(argument: $0) }
    )
    var folder: FilePath?

    /// The folder, and what it belongs to.
    ///
    /// - Throws: `StateHomeError` if none is named and it can't be told which is this network namespace's.
    func home() throws(StateHomeError) -> StateHome {
        if let folder { return StateHome(given: folder) }
        return try .ofThisNamespace()
    }

    /// What enforces and remembers there.
    func enforcer() throws -> Enforcer { try Enforcer(rememberingIn: home().path) }

    /// `carbonwall VERB`, with what makes it use the same folder, as a shell takes it.
    func command(_ verb: String) -> String {
        "carbonwall \(verb)" + (folder.map { " --state \($0.string.quotedForShell)" } ?? "")
    }
}

extension String {
    /// As it is where no shell finds anything in it, or else in single quotes.
    var quotedForShell: String {
        let isPlain = !isEmpty && allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/._-=,:@+".contains($0)) }
        return isPlain
            ? self : "'" + split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
#endif
