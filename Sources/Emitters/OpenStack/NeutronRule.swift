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
    package var prefix: String
    /// Why, for people.
    package var description: String

    /// What templates call it, the same whatever other rules there are: `ingress_tcp_9443_10_9_0_0_24`.
    package var key: String {
        let ports = ports.count == 1 ? "\(ports.lowerBound)" : "\(ports.lowerBound)to\(ports.upperBound)"
        let address = String(prefix.map { $0.isLetter || $0.isNumber ? $0 : "_" })
        return "\(direction.rawValue)_\(networkProtocol)_\(ports)_\(address)"
    }

    /// What is the same in the API's rule and in a template's resource.
    package var members: [(name: String, value: JSONValue?)] {
        [
            ("direction", .string(direction.rawValue)),
            ("ethertype", .string(etherType)),
            ("protocol", .string(networkProtocol)),
            ("port_range_min", .integer(ports.lowerBound)),
            ("port_range_max", .integer(ports.upperBound)),
            ("remote_ip_prefix", .string(prefix)),
            ("description", .string(description)),
        ]
    }
}
