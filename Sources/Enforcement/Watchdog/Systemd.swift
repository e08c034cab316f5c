import Glibc
import SystemPackage

/// The service manager, which keeps a process alive that the end of a login session would take along.
struct Systemd {
    /// The program that makes transient units.
    let runner: FilePath

    /// The machine's systemd; nil where none runs, and where its services would see another network or other files than this
    /// process: in a container, under `ip netns exec`.
    static var ofThisMachine: Systemd? {
        guard isFolder("/run/systemd/system"), sharesNamespaces else { return nil }
        let places: [FilePath] = ["/usr/bin/systemd-run", "/bin/systemd-run"]
        let runner = places.first { unsafe $0.withPlatformString { unsafe access($0, X_OK) } == 0 }
        return runner.map(Systemd.init)
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return unsafe lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private static var sharesNamespaces: Bool {
        ["net", "mnt", "pid", "user"].allSatisfy { kind in
            let own = try? SymbolicLink.target(of: FilePath("/proc/thread-self/ns/\(kind)"))
            let services = try? SymbolicLink.target(of: FilePath("/proc/1/ns/\(kind)"))
            return own != nil && own == services
        }
    }

    /// The arguments that run `program` with `arguments` as a unit named after `token`, without a shell.
    ///
    /// It is started again where a signal ends it, and doesn't delay a shutdown although it ignores TERM.
    func command(_ program: FilePath, _ arguments: [String], for token: ConfirmationToken) -> [String] {
        let options = [
            "--quiet", "--collect", "--no-ask-password",
            "--unit=carbonwall-confirm-\(token)",
            "--description=Carbonwall: restore the rules unless they are confirmed",
            "--property=Restart=on-abnormal",
            "--property=KillSignal=SIGKILL",
            "--property=OOMScoreAdjust=-1000",
        ]
        return [runner.string] + options + ["--"] + ([program.string] + arguments).map(Self.escaped)
    }

    /// A `$` would name a variable of the environment otherwise (systemd.service(5), command lines).
    private static func escaped(_ argument: String) -> String {
        argument.split(separator: "$", omittingEmptySubsequences: false).joined(separator: "$$")
    }
}
