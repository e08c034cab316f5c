import Policy

/// Other firewalls that start with the machine, and whose rules decide besides ours.
enum OtherFirewalls {
    private static let units = [
        "firewalld.service", "ufw.service", "netfilter-persistent.service", "iptables.service", "ip6tables.service",
        "shorewall.service", "ferm.service",
    ]

    /// Those that systemd starts.
    static func enabled(_ units: SystemdUnits) -> [String] { self.units.filter(units.isEnabled) }

    static func examine(_ units: SystemdUnits) -> Diagnosis {
        Diagnosis(
            findings: enabled(units).map { unit in
                DoctorFinding.otherFirewall.finding(
                    .warning,
                    "\(unit) is enabled: it loads rules of its own when the machine starts, and what they drop stays dropped",
                    hint:
                        "open the products' ports there too, or let one firewall do it: systemctl disable --now \(unit)"
                )
            }
        )
    }
}
