package import Policy
import Testing

/// A policy with a name for a test's output.
package struct SamplePolicy: CustomTestStringConvertible {
    package let testDescription: String
    package let policy: HostPolicy

    package init(_ name: String, _ policy: HostPolicy) {
        testDescription = name
        self.policy = policy
    }
}

/// Policies made by hand, so that a test of the ruleset doesn't depend on the catalog.
package enum SamplePolicies {
    /// API-M, WKA, at offset 1: services for four audiences, a port of two audiences, a range.
    package static let apim = HostPolicy(
        title: "apim:1 (all-in-one, wka)",
        services: [
            service("servlet-https", 9443, offset: 1, for: [.admins, .components], "HTTPS servlet transport"),
            service("pass-through-https", 8243, offset: 1, for: [.clients], "HTTPS pass-through transport"),
            service("pass-through-http", 8280, offset: 1, for: [.clients], "HTTP pass-through transport"),
            service("jmx-registry", 9999, offset: 1, for: [.monitoring], "RMI registry"),
            service("hazelcast", 4000, to: 4009, for: [.cluster], "Hazelcast"),
        ],
        sources: [Source(.admins, addresses("10.9.0.0/24", "fd00:9::/64"))],
        notes: ["Random ports are never opened."]
    )

    /// The multicast discovery of a cluster, where both transports and a group matter.
    package static let multicast = HostPolicy(
        title: "apim:0 (all-in-one, multicast)",
        services: apim.services + [
            service("multicast-discovery", 45564, .udp, for: [.cluster], "Hazelcast discovery")
        ],
        sources: apim.sources,
        multicastGroups: [IPv4Address(bits: 0xE002_0203)]
    )

    /// Every feature at once.
    package static let everything = HostPolicy(
        title: "apim:1 and si:10",
        services: multicast.services,
        sources: [
            Source(.admins, addresses("10.9.0.0/24")),
            Source(.clients, addresses("0.0.0.0/0", "2001:db8::/32")),
            Source(.cluster, AddressSet(v4: IntervalSet([0x0A00_0103...0x0A00_0109, 0xFFFF_FF00...0xFFFF_FFFF]))),
        ],
        guards: [
            .ssh,
            AdministratorGuard(TransportPorts(.tcp, ports(8000, 8010)), from: addresses("192.0.2.1", "2001:db8::1")),
            AdministratorGuard(TransportPorts(.udp, ports(51820)), from: addresses("192.0.2.1", "2001:db8::1")),
            AdministratorGuard(TransportPorts(.tcp, ports(2222)), from: addresses("198.51.100.0/24")),
        ],
        interfaces: ["eth0", "bond0.12"].compactMap { InterfaceName($0) },
        multicastGroups: multicast.multicastGroups,
        egress: [
            EgressGroup(
                name: "control-plane",
                destinations: addresses("10.0.2.11", "10.0.2.12", "fd00:2::/64"),
                services: [
                    EgressService(TransportPorts(.tcp, ports(9443)), summary: "apim servlet-https"),
                    EgressService(TransportPorts(.tcp, ports(5672)), summary: "apim amqp"),
                ]
            ),
            EgressGroup(
                name: "kafka",
                destinations: addresses("10.0.8.0/24"),
                services: [EgressService(TransportPorts(.tcp, ports(9092, 9094)), summary: "brokers")]
            ),
        ]
    )

    /// Only the products' own ports are decided.
    package static let productScope = HostPolicy(
        title: "apim:1 (all-in-one, wka)",
        services: apim.services,
        sources: apim.sources,
        scope: .product(
            fenced: apim.services.map { TransportPorts($0.transport, $0.ports) }
                + [TransportPorts(.udp, ports(45564)), TransportPorts(.udp, ports(546))]
        )
    )

    /// Nothing but the administrator's way in.
    package static let bare = HostPolicy(title: "nothing", services: [])

    /// No way in at all, not even for the administrator, and nothing fenced.
    package static let unfenced = HostPolicy(title: "nothing", services: [], guards: [], scope: .product(fenced: []))

    /// API-M with so many administrators of each family, none beside another: large sets.
    package static func crowd(_ count: Int) -> HostPolicy {
        let v4 = (0..<count).map { UInt32(0x0A00_0000 + 4 * $0) }
        let v6 = (0..<count).map { UInt128(0xfd00) << 112 + UInt128(4 * $0) }
        let addresses = AddressSet(v4: IntervalSet(v4.map { $0...$0 }), v6: IntervalSet(v6.map { $0...$0 }))
        return HostPolicy(title: apim.title, services: apim.services, sources: [Source(.admins, addresses)])
    }

    package static let all = [
        SamplePolicy("apim", apim), SamplePolicy("multicast", multicast), SamplePolicy("everything", everything),
        SamplePolicy("product scope", productScope), SamplePolicy("bare", bare), SamplePolicy("unfenced", unfenced),
    ]

    package static func service(
        _ id: String,
        _ base: Int,
        to last: Int? = nil,
        _ transport: Transport = .tcp,
        offset: Int = 0,
        for audiences: [Audience],
        _ summary: String
    ) -> Service {
        let range = ports(base, last)
        return Service(
            runtime: "apim",
            id: id,
            transport: transport,
            ports: range.shifted(by: offset) ?? range,
            audiences: audiences,
            base: range,
            offset: offset,
            summary: summary
        )
    }

    package static func addresses(_ texts: String...) -> AddressSet {
        do {
            return AddressSet(try texts.map { try CIDR($0) })
        } catch {
            preconditionFailure("\(texts): \(error)")
        }
    }

    package static func ports(_ lower: Int, _ upper: Int? = nil) -> PortRange {
        guard let range = PortRange(lower, upper ?? lower) else { preconditionFailure("no ports: \(lower)") }
        return range
    }
}
