import Policy

/// A small policy, and the packets that tests send it.
enum DecisionSamples {
    static let https = service("servlet-https", .tcp, 9443, [.admins, .components])
    static let gateway = service("pass-through-https", .tcp, 8243, [.clients])
    static let hazelcast = service("hazelcast", .tcp, 4000, to: 4009, [.cluster])
    static let discovery = service("multicast-discovery", .udp, 45564, [.cluster])
    static let group = IPv4Address(bits: 0xE002_0203)

    /// Admins are 10.9.0.0/24 and fd00:9::/64; the cluster is 10.1.0.0/24; clients and components have their defaults.
    static let policy = HostPolicy(
        title: "apim",
        services: [discovery, https, gateway, hazelcast],
        sources: [
            Source(.cluster, addresses("10.1.0.0/24")), Source(.admins, addresses("10.9.0.0/24", "fd00:9::/64")),
        ],
        multicastGroups: [group]
    )

    static func service(
        _ id: String,
        _ transport: Transport,
        _ lower: Int,
        to upper: Int? = nil,
        _ audiences: [Audience]
    ) -> Service {
        let range = ports(lower, upper)
        return Service(
            runtime: "apim",
            id: id,
            transport: transport,
            ports: range,
            audiences: audiences,
            base: range,
            offset: 0,
            summary: id
        )
    }

    static func ports(_ lower: Int, _ upper: Int? = nil) -> PortRange {
        guard let range = PortRange(lower, upper ?? lower) else { preconditionFailure("no ports: \(lower)") }
        return range
    }

    static func address(_ text: String) -> IPAddress {
        guard let address = IPAddress(text) else { preconditionFailure("no address: \(text)") }
        return address
    }

    static func addresses(_ texts: String...) -> AddressSet {
        do {
            return AddressSet(try texts.map { try CIDR($0) })
        } catch {
            preconditionFailure("\(texts): \(error)")
        }
    }

    /// A new packet to this host, to a group where it is IGMP or discovery.
    static func inbound(
        _ content: Packet.Content,
        from source: String,
        to destination: String? = nil,
        state: Packet.ConnectionState = .new,
        interface: String = "eth0",
        hopLimit: UInt8 = 64
    ) -> Packet {
        let own = source.contains(":") ? "2001:db8::1" : "192.0.2.1"
        return Packet(
            from: address(source),
            to: address(destination ?? own),
            content,
            state: state,
            interface: interface,
            hopLimit: hopLimit
        )
    }

    /// A new packet from this host.
    static func outbound(
        _ content: Packet.Content,
        to destination: String,
        state: Packet.ConnectionState = .new,
        interface: String = "eth0"
    ) -> Packet {
        let own = destination.contains(":") ? "2001:db8::1" : "192.0.2.1"
        return Packet(
            .outbound,
            from: address(own),
            to: address(destination),
            content,
            state: state,
            interface: interface
        )
    }

    static func tcp(_ port: UInt16) -> Packet.Content { .ports(.tcp, source: 40_000, destination: port) }

    static func udp(_ port: UInt16) -> Packet.Content { .ports(.udp, source: 40_000, destination: port) }
}
