package import Policy

/// Asks a policy, before it is applied, whether whoever administers this host over SSH could still do so.
///
/// The question is whether a connection could be made again. Those that stand go on under any policy, but only on a host that
/// tracked connections before: after the first stateful rules their packets are those of new ones.
package enum LockoutGuard {
    /// Everything that speaks against `policy`; an error is a reason not to apply it.
    ///
    /// - Parameters:
    ///   - policy: What would be applied.
    ///   - access: Who is connected, and where the server listens.
    /// - Returns: The warnings of `access`, then `ssh-peer-locked-out` for each peer, by address and port, `ssh-peer-in-tunnel`,
    ///   `ssh-server-unknown`, `mosh-session-cut`, `ssh-carrier-cut`, `protocol-dropped`, `no-way-in`, or `sshd-unreachable` for each of
    ///   the server's ports.
    package static func check(_ policy: HostPolicy, _ access: SSHAccess) -> [Finding] {
        findings(policy, access)
    }

    /// The same of anything that says what becomes of packets.
    static func findings(_ rules: some PacketAnswers, _ access: SSHAccess) -> [Finding] {
        let others =
            inTunnels(access, rules) + unknown(access) + mosh(access, rules) + carriers(access, rules)
            + protocols(access, rules)
        return access.findings + lockedOut(access.peers, by: rules) + others + wayIn(through: rules, access)
    }

    private static func lockedOut(_ peers: [SSHPeer], by rules: some PacketAnswers) -> [Finding] {
        // One that passes by one interface may be dropped by another.
        let dropped = peers.filter { rules.severity(ofDropping: $0.newPacket) != nil }.eachOnce
        let findings = dropped.compactMap { peer in
            rules.severity(ofDropping: peer.newPacket).map {
                peer.lockedOut($0, hint: "let it in besides with \(peer.optionLettingIn)")
            }
        }
        return findings.firstTen
            + AccessFinding.peerLockedOut.rest(of: findings.count, "connected peers that couldn't connect again")
    }

    /// Findings if the server couldn't be reached at any of its ports.
    ///
    /// Another port that is kept is no way in to a server that was found.
    private static func wayIn(through rules: some PacketAnswers, _ access: SSHAccess) -> [Finding] {
        let closed = access.ports.filter { !rules.isReachable(.tcp, $0) }
        guard closed.count == access.ports.count else { return access.portsAreAssumed ? [] : closed.map(unreachable) }
        guard access.portsAreAssumed else { return [noWayIn(.error, access)] }
        return rules.hasWayIn == true ? [] : [noWayIn(rules.hasWayIn == nil ? .warning : .error, access)]
    }

    private static func noWayIn(_ severity: Finding.Severity, _ access: SSHAccess) -> Finding {
        let ports = access.ports.map { "\($0)/tcp" }.joined(separator: ", ")
        let isFound = !access.portsAreAssumed && !access.evidence.isEmpty
        return AccessFinding.noWayIn.finding(
            severity,
            "no address could reach the SSH server: \(isFound ? access.evidence.joined(separator: ", ") : ports)",
            hint: "say who may, with --keep \(access.ports.first ?? 22)/tcp@ADDRESS"
        )
    }

    private static func unreachable(_ port: UInt16) -> Finding {
        AccessFinding.serverUnreachable.finding(
            .warning,
            "the SSH server listens on \(port)/tcp, and no address could reach it there",
            hint: "if it should be reached there: --keep \(port)/tcp, or --keep \(port)/tcp@ADDRESS"
        )
    }
}

extension PacketAnswers {
    /// Whether there is an address from which a connection to the port could be made.
    func isReachable(_ transport: Transport, _ port: UInt16) -> Bool {
        isReachable { .ports(transport, source: 65535, destination: port) }
    }
}

extension HostPolicy {
    /// Whether there is an address from which the first packet with `content` would pass.
    ///
    /// A policy decides by the sets that a source is in, so the first address of each set stands for all of it.
    func isReachable(_ content: () -> Packet.Content) -> Bool {
        let sets = guards.map(addresses) + sources.map(\.addresses)
        return (sets + [.everything]).flatMap(\.firstAddresses).contains { address in
            let interface = interfaces.first?.description ?? "eth0"
            return verdict(for: Packet(from: address, to: address, content(), interface: interface)) == .accept
        }
    }
}

extension AddressSet {
    /// The first address of each family.
    fileprivate var firstAddresses: [IPAddress] {
        let first4 = v4.intervals.first.map { IPAddress.v4(IPv4Address(bits: $0.lowerBound)) }
        let first6 = v6.intervals.first.map { IPAddress.v6(IPv6Address(bits: $0.lowerBound)) }
        return [first4, first6].compactMap(\.self)
    }
}
