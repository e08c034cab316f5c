import Policy
import SystemPackage

/// The kernel's table of connections: where it is full, every new connection is dropped, whatever the rules say.
enum ConnectionTable {
    /// From how many per cent on it is nearly full.
    private static let fullness = 90

    static func examine(_ machine: MachineFiles) -> Diagnosis {
        // Neither file is there before the first rule that looks at connections.
        guard let count = machine.number(in: "/proc/sys/net/netfilter/nf_conntrack_count"),
            let limit = machine.number(in: "/proc/sys/net/netfilter/nf_conntrack_max"), limit > 0
        else { return Diagnosis() }
        guard count * 100 >= limit * fullness else {
            return Diagnosis(facts: ["\(count) of \(limit) connections are tracked"])
        }
        return Diagnosis(findings: [
            DoctorFinding.connectionsFull.finding(
                .warning,
                "\(count) of \(limit) connections are tracked; at the limit new ones are dropped, whatever the rules say",
                hint: "sysctl net.netfilter.nf_conntrack_max=\(limit * 2), and a file in /etc/sysctl.d that says so"
            )
        ])
    }
}
