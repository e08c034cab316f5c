import Policy

/// What sshd tells the programs of a session about its connection: SSH_CONNECTION and SSH_CLIENT (ssh(1)).
///
/// sudo takes both away unless it is told not to; the connection is found among the sockets then.
package enum SSHEnvironment {
    /// Why a variable can't be used.
    package struct Malformed: Error, Hashable, Sendable {
        /// Its name.
        package let variable: String
        /// What it holds.
        package let value: String
    }

    /// The peer that the variables name.
    ///
    /// - Parameter value: What a variable holds; nil where it isn't set.
    /// - Returns: The peer; nil where the variables name none.
    /// - Throws: Where a variable holds something else than sshd writes.
    package static func peer(_ value: (String) -> String?) throws(Malformed) -> SSHPeer? {
        if let text = value("SSH_CONNECTION") { return try peer("SSH_CONNECTION", text, fields: 4) }
        if let text = value("SSH_CLIENT") { return try peer("SSH_CLIENT", text, fields: 3) }
        return nil
    }

    /// `address port port`, or `address port address port`; the second half is this host's.
    private static func peer(_ variable: String, _ text: String, fields count: Int) throws(Malformed) -> SSHPeer? {
        let fields = text.split(separator: " ", omittingEmptySubsequences: false)
        // What sshd writes where it doesn't talk through a socket.
        if fields.first == "UNKNOWN" { return nil }
        guard fields.count == count, let peer = ZonedAddress(fields[0]), let port = PortRange(fields[1]),
            let localPort = PortRange(fields[count - 1]), port.isSingle, localPort.isSingle
        else { throw Malformed(variable: variable, value: text) }
        let local = count == 4 ? ZonedAddress(fields[2]) : nil
        guard count == 3 || local != nil else { throw Malformed(variable: variable, value: text) }
        return SSHPeer(
            peer.address,
            port: port.lower,
            localAddress: local?.address,
            localPort: localPort.lower,
            interface: peer.zone
        )
    }
}

/// An address, with the interface behind it where it is link-local: `fe80::1%eth0` (RFC 4007 section 11).
private struct ZonedAddress {
    let address: IPAddress
    let zone: InterfaceName?

    init?(_ text: Substring) {
        let parts = text.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = IPAddress(parts[0]) else { return nil }
        self.address = address.withoutMapping
        zone = parts.count == 2 ? InterfaceName(String(parts[1])) : nil
        guard parts.count == 1 || zone != nil && self.address.isLinkLocal else { return nil }
    }
}

extension IPAddress {
    /// Whether it is in fe80::/10.
    fileprivate var isLinkLocal: Bool {
        guard case .v6(let address) = self else { return false }
        return HostEssentials.linkLocal.contains(address.bits)
    }
}
