import SystemPackage

/// Which services systemd starts with the machine, by the links that `systemctl enable` makes.
struct SystemdUnits {
    private let machine: MachineFiles

    /// Later ones are overridden by earlier ones.
    private static let folders: [FilePath] = [
        "/etc/systemd/system", "/run/systemd/system", "/usr/local/lib/systemd/system", "/usr/lib/systemd/system",
        "/lib/systemd/system",
    ]

    init(_ machine: MachineFiles) {
        self.machine = machine
    }

    /// Whether a target wants or requires the unit `name`, and nobody has masked it.
    func isEnabled(_ name: String) -> Bool {
        guard !isMasked(name) else { return false }
        return Self.folders.contains { folder in
            let wishes = machine.names(in: folder).filter { $0.hasSuffix(".wants") || $0.hasSuffix(".requires") }
            return wishes.contains { machine.exists(folder.appending($0).appending(name)) }
        }
    }

    /// Whether `systemctl mask` has linked the unit to nothing.
    func isMasked(_ name: String) -> Bool {
        machine.target(of: FilePath("/etc/systemd/system").appending(name)) == "/dev/null"
    }

    /// Whether there is a file for the unit.
    func exists(_ name: String) -> Bool {
        Self.folders.contains { machine.text(of: $0.appending(name)) != nil }
    }

    /// The commands that the unit starts, each as its program and arguments, with what drop-ins add and take away.
    func commands(of name: String) -> [[String]] {
        let file = Self.folders.first { machine.text(of: $0.appending(name)) != nil }.map { $0.appending(name) }
        let files = [file].compactMap(\.self) + dropIns(of: name)
        var commands: [[String]] = []
        for line in files.flatMap(machine.lines) where line.hasPrefix("ExecStart=") {
            let words = line.dropFirst("ExecStart=".count).split(separator: " ").map(String.init)
            guard let program = words.first else {
                commands = []
                continue
            }
            commands.append([String(program.drop { "@-:+!|".contains($0) })] + words.dropFirst())
        }
        return commands
    }

    /// By their names, whatever folder they are in; of the same name the first folder's counts.
    private func dropIns(of name: String) -> [FilePath] {
        var found: [String: FilePath] = [:]
        for folder in Self.folders.map({ $0.appending("\(name).d") }) {
            for file in machine.names(in: folder) where file.hasSuffix(".conf") && found[file] == nil {
                found[file] = folder.appending(file)
            }
        }
        return found.sorted { $0.key < $1.key }.map(\.value)
    }
}
