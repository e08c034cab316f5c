package import Policy

/// Somebody who is connected to this host's SSH server.
package struct SSHPeer: Hashable, Sendable {
    /// Where they are; an IPv4 address also where the server listens on IPv6 for both.
    package let address: IPAddress
    /// Their port.
    package let port: UInt16
    /// The address of this host that they are connected to; nil where that isn't known.
    package let localAddress: IPAddress?
    /// The port of this host that they are connected to.
    package let localPort: UInt16
    /// The interface that they come in through; nil where that isn't known.
    package let interface: InterfaceName?

    /// The peer `address`.
    package init(
        _ address: IPAddress,
        port: UInt16,
        localAddress: IPAddress?,
        localPort: UInt16,
        interface: InterfaceName? = nil
    ) {
        self.address = address
        self.port = port
        self.localAddress = localAddress
        self.localPort = localPort
        self.interface = interface
    }

    /// What the first packet looks like when they connect again.
    ///
    /// Where the interface isn't known it is none that a policy could name.
    var newPacket: Packet {
        Packet(
            from: address,
            to: localAddress ?? address,
            .ports(.tcp, source: port, destination: localPort),
            interface: interface?.description ?? ""
        )
    }
}

extension SSHPeer {
    /// The option that lets it connect again, and takes nothing from anybody.
    var optionLettingIn: String {
        guard let port = PortRange(Int(localPort)) else { return "--keep PORT/tcp@\(address)" }
        return AllowedTraffic.ports(TransportPorts(.tcp, port)).optionLettingIn(address)
    }

    /// That it couldn't connect again.
    func lockedOut(_ severity: Finding.Severity, hint: String) -> Finding {
        let place = interface.map { " through \($0)" } ?? ""
        let message = "\(address), connected to \(localPort)/tcp\(place), couldn't connect again"
        return AccessFinding.peerLockedOut.finding(severity, message, hint: hint)
    }
}

extension [SSHPeer] {
    /// The first of those with the same address that are connected to the same port.
    var eachOnce: [SSHPeer] {
        var kept: [SSHPeer] = []
        for peer in self {
            let isKept = kept.contains { ($0.address, $0.localPort) == (peer.address, peer.localPort) }
            if !isKept { kept.append(peer) }
        }
        return kept
    }
}

extension IPAddress {
    /// The IPv4 address that an IPv6 socket shows as ::ffff:a.b.c.d (RFC 4291 section 2.5.5.2); any other address as it is.
    var withoutMapping: IPAddress {
        guard case .v6(let address) = self, address.bits >> 32 == 0xffff else { return self }
        return .v4(IPv4Address(bits: UInt32(truncatingIfNeeded: address.bits)))
    }
}
