import SystemPackage

/// Which kernel this is, for whoever reads the report.
enum KernelRelease {
    static func examine(_ machine: MachineFiles) -> Diagnosis {
        guard let release = machine.lines(of: "/proc/sys/kernel/osrelease").first else { return Diagnosis() }
        return Diagnosis(facts: ["the kernel is Linux \(release)"])
    }
}
