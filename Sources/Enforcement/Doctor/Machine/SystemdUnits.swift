import SystemPackage

/// Which services systemd starts with the machine, by the links that `systemctl enable` makes.
struct SystemdUnits {
    private let machine: MachineFiles

    /// Later ones are overridden by earlier ones.
    private static let folders: [FilePath] = ["/etc/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system"]

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

    /// `systemctl mask` links a unit to nothing.
    private func isMasked(_ name: String) -> Bool {
        machine.target(of: FilePath("/etc/systemd/system").appending(name)) == "/dev/null"
    }
}
