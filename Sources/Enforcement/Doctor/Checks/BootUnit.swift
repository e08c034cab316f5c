import Policy
import SystemPackage

/// The unit that loads the confirmed policy when the machine starts.
enum BootUnit {
    static func examine(_ machine: MachineFiles) -> Diagnosis {
        guard machine.exists("/run/systemd/system"),
            case .loadsNothing(let policy, let obstacle) = NextBoot(confirmed(machine), in: .machine, machine)
        else { return Diagnosis() }
        return Diagnosis(
            findings: [
                DoctorFinding.bootUnitDisabled.finding(
                    .warning,
                    "policy \(policy.number) (\(policy.title)) is confirmed, but nothing loads it when the machine starts: \(obstacle.reason)",
                    hint: obstacle.remedy
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
