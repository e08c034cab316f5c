import Policy

/// A port that the kernel may give to an outgoing connection before the product starts, which then can't listen.
enum EphemeralPort: LintRule {
    static let slug = "ephemeral-port"

    static func findings(on host: ResolvedHost, context: LintContext) -> [Finding] {
        guard let ephemeral = context.ephemeralPorts else { return [] }
        let taken = host.inbound.filter { isTaken($0.service.ports, from: ephemeral, except: context.reservedPorts) }
        // The setting is replaced as a whole, so what is reserved already has to be in it.
        let reservation = (context.reservedPorts + taken.map(\.service.ports)).map(\.description).joined(separator: ",")
        return taken.map { port in
            let message = "\(port.name) is within this kernel's ephemeral ports \(ephemeral)"
            let hint = "reserve it: sysctl net.ipv4.ip_local_reserved_ports=\(reservation)"
            return Finding(.warning, slug, at: host.place(of: port), message, hint: hint)
        }
    }

    private static func isTaken(_ ports: PortRange, from ephemeral: PortRange, except reserved: [PortRange]) -> Bool {
        (ports.lower...ports.upper).contains { port in
            ephemeral.contains(port) && !reserved.contains { $0.contains(port) }
        }
    }
}
