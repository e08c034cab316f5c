import Glibc
package import SystemPackage

/// What the next start of this machine does with the policy that is confirmed.
package enum NextBoot: Hashable, Sendable {
    /// No policy is confirmed, so that there is nothing to load.
    case nothingConfirmed
    /// carbonwall.service loads the policy. The services in `besides` load rules of other firewalls.
    case loads(AppliedPolicy, besides: [String])
    /// Nothing loads the policy.
    case loadsNothing(AppliedPolicy, because: BootObstacle)

    /// What the machine at `root` does with `confirmed`, which the state folder of `home` remembers.
    package init(_ confirmed: AppliedPolicy?, in home: StateHome, root: FilePath = "/") {
        self.init(confirmed, in: home, MachineFiles(root: root))
    }

    init(_ confirmed: AppliedPolicy?, in home: StateHome, _ machine: MachineFiles) {
        guard let confirmed else {
            self = .nothingConfirmed
            return
        }
        let units = SystemdUnits(machine)
        if let obstacle = BootObstacle(to: home, machine, units) {
            self = .loadsNothing(confirmed, because: obstacle)
        } else {
            self = .loads(confirmed, besides: OtherFirewalls.enabled(units))
        }
    }

    /// The same, unless what would be loaded can't be read from the folder at `path`, or isn't what was stored.
    package func checkingWhatIsStored(at path: FilePath) -> NextBoot {
        guard case .loads(let policy, _) = self else { return self }
        do {
            if let folder = try StateFolder.existing(path) { _ = try folder.batch(of: policy) }
            return self
        } catch {
            return .loadsNothing(policy, because: .damaged("\(error)"))
        }
    }

    /// The policy that will be loaded; nil if none will.
    package var policy: AppliedPolicy? {
        if case .loads(let policy, _) = self { policy } else { nil }
    }
}

/// Why a start of the machine doesn't load a confirmed policy.
package struct BootObstacle: Hashable, Sendable {
    /// `carbonwall.service isn't enabled`.
    package let reason: String
    /// What to do about it; nil if nothing can be done.
    package let remedy: String?

    private init(_ reason: String, remedy: String?) {
        self.reason = reason
        self.remedy = remedy
    }

    private static let unit = "carbonwall.service"

    /// That what is stored of the policy can't be loaded.
    fileprivate static func damaged(_ reason: String) -> BootObstacle {
        BootObstacle("boot would find that \(reason)", remedy: "apply the policy again, which stores it anew")
    }

    /// What stands between the folder of `home` and its being loaded; nil if nothing does.
    init?(to home: StateHome, _ machine: MachineFiles, _ units: SystemdUnits) {
        if case .namespace(let namespace) = home.place {
            self.init(
                "\(namespace) isn't that of process 1, and no start of the machine loads anything for it",
                remedy: nil
            )
        } else if !machine.exists("/run/systemd/system") {
            let remedy = "run carbonwall boot where this machine, or this container, starts"
            self.init("no systemd runs here that would start \(Self.unit)", remedy: remedy)
        } else if units.isMasked(Self.unit) {
            let remedy = "systemctl unmask \(Self.unit) && systemctl enable \(Self.unit)"
            self.init("\(Self.unit) is masked", remedy: remedy)
        } else if !units.exists(Self.unit) {
            self.init(
                "\(Self.unit) isn't installed",
                remedy: "make install puts it in place, systemctl enable starts it"
            )
        } else if !units.isEnabled(Self.unit) {
            self.init("\(Self.unit) isn't enabled", remedy: "systemctl enable \(Self.unit)")
        } else {
            self.init(in: units.commands(of: Self.unit), to: home, machine)
        }
    }

    /// What is wrong with the commands that the unit starts.
    private init?(in commands: [[String]], to home: StateHome, _ machine: MachineFiles) {
        let loading = commands.filter { $0.dropFirst().first == "boot" }
        guard let command = loading.first(where: { Self.folder(of: $0).isSame(as: home.path) }) else {
            let reason =
                loading.first.map {
                    "\(Self.unit) loads what is in \(Self.folder(of: $0)), not what is in \(home.path)"
                }
                ?? "\(Self.unit) doesn't run carbonwall boot"
            self.init(reason, remedy: "look at systemctl cat \(Self.unit)")
            return
        }
        let program = FilePath(command[0])
        guard home.place != nil else {
            self.init("it can't be told from here whether this is the network namespace of process 1", remedy: nil)
            return
        }
        guard program.isAbsolute, !machine.exists(program) else { return nil }
        self.init("\(Self.unit) starts \(program), which isn't there", remedy: "make install puts it in place")
    }

    /// The state folder that a command uses.
    private static func folder(of command: [String]) -> FilePath {
        if let option = command.first(where: { $0.hasPrefix("--state=") }) {
            return FilePath(String(option.dropFirst("--state=".count)))
        }
        guard let option = command.firstIndex(of: "--state"), command.indices.contains(option + 1) else {
            return StateFolder.defaultPath
        }
        return FilePath(command[option + 1])
    }
}

extension FilePath {
    /// Whether both are names of the same folder.
    fileprivate func isSame(as other: FilePath) -> Bool {
        if lexicallyNormalized() == other.lexicallyNormalized() { return true }
        guard let own = FileIdentity(self), let others = FileIdentity(other) else { return false }
        return own == others
    }
}

/// What tells a file from every other one that is there.
private struct FileIdentity: Equatable {
    let device: UInt64
    let inode: UInt64

    init?(_ path: FilePath) {
        var status = stat()
        guard unsafe path.withPlatformString({ unsafe stat($0, &status) }) == 0 else { return nil }
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
    }
}
