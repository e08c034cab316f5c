import Policy

/// The kinds of findings about who reaches this host over SSH; docs/enforcement.md has a section for each.
enum AccessFinding: String, CaseIterable {
    /// Somebody who is connected couldn't connect again.
    case peerLockedOut = "ssh-peer-locked-out"
    /// Somebody who is connected depends on a tunnel that the policy may cut.
    case peerInTunnel = "ssh-peer-in-tunnel"
    /// Nobody could connect at all.
    case noWayIn = "no-way-in"
    /// One of the server's ports couldn't be reached.
    case serverUnreachable = "sshd-unreachable"
    /// The environment makes no sense.
    case malformedEnvironment = "ssh-environment"
    /// No SSH server was found, or connections could be SSH's without anybody knowing.
    case serverUnknown = "ssh-server-unknown"
    /// A mosh session would be cut.
    case moshCut = "mosh-session-cut"
    /// A program carries sessions by connections that this host makes, and couldn't make them again.
    case carrierCut = "ssh-carrier-cut"
    /// A program speaks an IP protocol that would be dropped.
    case protocolDropped = "protocol-dropped"
    /// The kernel doesn't tell who is connected.
    case connectionsUnknown = "ssh-connections-unknown"

    /// A finding of this kind.
    func finding(_ severity: Finding.Severity, _ message: String, hint: String? = nil) -> Finding {
        Finding(severity, rawValue, message, hint: hint)
    }
}
