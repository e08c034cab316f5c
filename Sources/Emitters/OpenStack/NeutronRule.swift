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
