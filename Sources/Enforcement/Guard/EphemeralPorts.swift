import SystemPackage

/// The ports from which this host connects to others.
enum EphemeralPorts {
    /// The kernel's range where nobody has changed it (ip(7), `ip_local_port_range`).
    private static let standard: ClosedRange<UInt16> = 32768...60999

    /// That of the calling thread's network namespace.
    static var current: ClosedRange<UInt16> {
        let line = try? KernelFile.line(of: "/proc/sys/net/ipv4/ip_local_port_range")
        let bounds = (line ?? "").split { $0 == "\t" || $0 == " " }.compactMap { UInt16($0) }
        guard bounds.count == 2, bounds[0] <= bounds[1] else { return standard }
        return bounds[0]...bounds[1]
    }
}
