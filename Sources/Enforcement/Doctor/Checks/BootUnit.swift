import Policy
import SystemPackage

/// The unit that loads the confirmed policy when the machine starts.
enum BootUnit {
    private static let unit = "carbonwall.service"

    static func examine(_ machine: MachineFiles, _ units: SystemdUnits) -> Diagnosis {
        guard machine.exists("/run/systemd/system"), !units.isEnabled(unit), let policy = confirmed(machine) else {
            return Diagnosis()
        }
        return Diagnosis(
            findings: [
                DoctorFinding.bootUnitDisabled.finding(
                    .warning,
                    "policy \(policy.number) (\(policy.title)) is confirmed, but nothing loads it when the machine starts",
                    hint: "systemctl enable \(unit); make install puts it in place"
                )
            ]
        )
    }

    /// What the next boot would load; nil where there is nothing, or this user may not read it.
    private static func confirmed(_ machine: MachineFiles) -> AppliedPolicy? {
        guard let folder = try? StateFolder.existing(machine.place(of: StateFolder.defaultPath)),
            let state = try? folder.load()
        else { return nil }
        return state.confirmed.flatMap { state[$0] }
    }
}
