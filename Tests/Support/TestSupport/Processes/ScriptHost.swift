#if os(Linux)
/// Where a script finds its programs: one kind of iptables by its plain names, and whatever a test puts in their place.
///
/// Only within `NetworkNamespace.isolated`.
public final class ScriptHost {
    /// Before all other folders of PATH.
    private let folder: TemporaryFolder
    /// What the scripts run in: `["sh"]`.
    private let shell: [String]

    /// A host with `kind`.
    public init(_ kind: IptablesKind, shell: [String] = ["sh"]) throws {
        self.shell = shell
        folder = try TemporaryFolder()
        for name in IptablesKind.programs {
            let program = try ProcessRunner.path(of: kind.program(name))
            try ProcessRunner.output(of: ["ln", "-s", program, folder.path(of: name)])
        }
    }

    /// Puts a shell script in the place of the program `name`; `$real` is the program.
    public func replace(_ name: String, with script: String) throws {
        let real = try ProcessRunner.output(of: ["readlink", folder.path(of: name)])
        let text = "#!/bin/sh\nreal=\(real)\n\(script)\n"
        try folder.write(Array(text.utf8), to: name, permissions: 0o700)
    }

    /// Puts the program `name` back.
    public func restore(_ name: String, _ kind: IptablesKind) throws {
        let program = try ProcessRunner.path(of: kind.program(name))
        try ProcessRunner.output(of: ["ln", "-sf", program, folder.path(of: name)])
    }

    /// Adds a shell script as the program `name`.
    public func add(_ name: String, _ script: String) throws {
        try folder.write(Array("#!/bin/sh\n\(script)\n".utf8), to: name, permissions: 0o700)
    }

    /// Removes what `add` added.
    public func remove(_ name: String) throws {
        try ProcessRunner.output(of: ["rm", folder.path(of: name)])
    }

    /// Runs `script` with `argument`, in the calling thread's network namespace; `command` is what the shell is run by.
    public func run(_ script: String, _ argument: String, within command: [String] = []) throws -> ProcessResult {
        try folder.write(Array(script.utf8), to: "firewall.sh")
        let line = command + shell + [folder.path(of: "firewall.sh"), argument]
        return try ProcessRunner.run(line, environment: environment)
    }

    /// Runs all of `scripts` with `argument` at the same time; succeeds where each of them does.
    public func runTogether(_ scripts: [String], _ argument: String) throws -> ProcessResult {
        for (index, script) in scripts.enumerated() {
            try folder.write(Array(script.utf8), to: "firewall-\(index).sh")
        }
        let line = """
            jobs=
            for script in "$0"/firewall-*.sh; do sh "$script" "$1" & jobs="$jobs $!"; done
            status=0
            for job in $jobs; do wait "$job" || status=1; done
            exit "$status"
            """
        return try ProcessRunner.run(["sh", "-c", line, folder.path, argument], environment: environment)
    }

    /// Runs a program that has to succeed, and returns its standard output.
    @discardableResult
    public func output(of arguments: String..., input: String = "") throws -> String {
        let found = try ProcessRunner.run(
            ["env", "PATH=\(path)"] + arguments,
            input: Array(input.utf8),
            environment: environment
        )
        guard found.succeeded else { throw ProcessFailure(arguments: arguments, result: found) }
        return found.output
    }

    /// All rules of the filter tables of both families, without counters, and the names of the sets.
    public func listing(of tables: [String] = ["filter"]) throws -> String {
        let tables = try ["iptables-save", "ip6tables-save"].flatMap { program in
            try tables.map { try output(of: program, "-t", $0) }
        }
        let lines = tables.joined().split(separator: "\n").filter { !$0.hasPrefix("#") }
        // Built-in chains have counters behind their policy.
        let rules = lines.map { line in line.hasPrefix(":") ? String(line.prefix { $0 != "[" }) : String(line) }
        return (rules + [try sets()]).joined(separator: "\n")
    }

    /// The names of the sets.
    public func sets() throws -> String {
        guard ProcessRunner.finds("ipset") else { return "" }
        return try output(of: "ipset", "list", "-n")
    }

    private var path: String { "\(folder.path):/usr/sbin:/usr/bin:/sbin:/bin" }

    /// The lock of iptables-legacy is the test's own: namespaces don't share tables, and not every root may write to /run.
    private var environment: [String: String] {
        ["PATH": path, "XTABLES_LOCKFILE": folder.path(of: "lock")]
    }
}
#endif
