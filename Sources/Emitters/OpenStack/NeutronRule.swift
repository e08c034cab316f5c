/// A rule of an OpenStack security group, with the values as Neutron's API takes them; rules can only allow.
package struct NeutronRule: Hashable, Sendable {
    /// Which way the connections go.
    package enum Direction: String, Hashable, Sendable {
        case ingress
        case egress
    }

    package var direction: Direction
    /// `IPv4` or `IPv6`.
    package var etherType: String
    /// `tcp` or `udp`.
    package var networkProtocol: String
    /// First and last port.
    package var ports: ClosedRange<Int>
    /// Where from at ingress, where to at egress.
    package var peer: NeutronPeer
    /// What it lets pass, for people; nothing that depends on other rules.
    package var description: String

    /// The rule with a description that follows from it alone.
    ///
    /// Neither Heat nor Terraform changes a description in place: they make the rule anew, which Neutron refuses as long as the old one
    /// is there. So it says nothing of reasons, which others can come to.
    init(
        direction: Direction,
        etherType: String,
        networkProtocol: String,
        ports: ClosedRange<Int>,
        peer: NeutronPeer
    ) {
        let range = ports.count == 1 ? "\(ports.lowerBound)" : "\(ports.lowerBound)-\(ports.upperBound)"
        let side = "\(direction == .ingress ? "from" : "to") \(peer.text)"
        self.init(
            direction: direction,
            etherType: etherType,
            networkProtocol: networkProtocol,
            ports: ports,
            peer: peer,
            description: "by carbonwall: \(range)/\(networkProtocol) \(side)"
        )
    }

    /// The rule as it is given.
    package init(
        direction: Direction,
        etherType: String,
        networkProtocol: String,
        ports: ClosedRange<Int>,
        peer: NeutronPeer,
        description: String
    ) {
        (self.direction, self.etherType, self.networkProtocol) = (direction, etherType, networkProtocol)
        (self.ports, self.peer, self.description) = (ports, peer, description)
    }

    /// What templates call it, the same whatever other rules there are: `ingress_tcp_9443_10_9_0_0_24`.
    package var key: String {
        let ports = ports.count == 1 ? "\(ports.lowerBound)" : "\(ports.lowerBound)to\(ports.upperBound)"
        return "\(direction.rawValue)_\(networkProtocol)_\(ports)_\(peerKey)"
    }

    /// A group's name is followed by the family, since its rules differ in nothing else.
    private var peerKey: String {
        switch peer {
        case .prefix(let prefix): String(prefix.map { $0.isLetter || $0.isNumber ? $0 : "_" })
        case .group(let name): "\(name)_\(etherType)"
        }
    }

    /// What the API's rule and a template's resource say of it, the other side as `peer` says it.
    package func members(_ peer: (name: String, value: JSONValue?)) -> [(name: String, value: JSONValue?)] {
        [
            ("direction", .string(direction.rawValue)),
            ("ethertype", .string(etherType)),
            ("protocol", .string(networkProtocol)),
            ("port_range_min", .integer(ports.lowerBound)),
            ("port_range_max", .integer(ports.upperBound)),
            peer,
            ("description", .string(description)),
        ]
    }
}

/// The other side of a rule.
package enum NeutronPeer: Hashable, Sendable {
    case prefix(String)
    /// The addresses of the members of the document's group with this name.
    case group(String)

    /// The block or name.
    package var text: String {
        switch self {
        case .prefix(let text), .group(let text): text
        }
    }

    /// What a rule of the API says, in which a group's name stands where its identifier goes once it is made.
    package var member: (name: String, value: JSONValue?) {
        switch self {
        case .prefix(let prefix): ("remote_ip_prefix", .string(prefix))
        case .group(let name): ("remote_group_id", .string(name))
        }
    }
}
