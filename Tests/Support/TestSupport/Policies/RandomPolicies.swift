package import Policy

/// Policies and packets of few different values, so that they often meet.
package struct RandomPolicies {
    private var generator: SeededGenerator

    /// How many policies a comparison takes; 1,000 with `make test-policies`.
    package static let count = Repetitions.count("CARBONWALL_RANDOM_POLICIES", usual: 200)

    package init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    private static let ports: [UInt16] = [1, 22, 53, 123, 545, 546, 547, 4000, 4005, 4010, 9443, 9444, 65534, 65535]
    private static let v4: [UInt32] = [
        0, 0x0A09_0000, 0x0A09_00FF, 0x0A09_0100, 0xCB00_7109, 0xE000_0001, 0xE002_0203, .max,
    ]
    private static let v6: [UInt128] = [
        0, 1, UInt128(0xfe80) << 112 | 1, UInt128(0xfebf) << 112, UInt128(0xfec0) << 112,
        UInt128(0x2001_0db8) << 96 | 9, UInt128(0xff02) << 112 | 1, .max,
    ]
    private static let interfaces = ["lo", "eth0", "eth1", "eth10"]

    /// A policy that shares ports and addresses with the others.
    package mutating func policy() -> HostPolicy {
        HostPolicy(
            title: "random",
            services: list(0...8) { $0.service() },
            sources: list(0...4) { Source($0.pick(Audience.allCases), $0.addresses()) },
            guards: list(0...3) { AdministratorGuard($0.traffic(), from: $0.flip() ? $0.addresses() : nil) },
            scope: flip() ? .host : .product(fenced: list(0...5) { $0.target() }),
            interfaces: flip() ? [] : list(1...3) { $0.pick(["eth0", "eth1", "lo"]) }.compactMap { InterfaceName($0) },
            multicastGroups: flip() ? [] : list(1...2) { IPv4Address(bits: $0.pick(Self.v4)) },
            egress: flip() ? nil : list(0...3) { $0.egressGroup() },
            rejects: flip()
        )
    }

    /// A policy that differs from `policy` in one thing, or in nothing.
    package mutating func neighbour(of policy: HostPolicy) -> HostPolicy {
        var policy = policy
        switch Int.random(in: 0..<7, using: &generator) {
        case 0: policy.sources[Int.random(in: policy.sources.indices, using: &generator)].addresses = addresses()
        case 1 where !policy.services.isEmpty:
            policy.services[Int.random(in: policy.services.indices, using: &generator)].summary = "another port"
        case 2: policy.services = list(0...8) { $0.service() }
        case 3: policy.interfaces = list(0...2) { $0.pick(["eth0", "eth1", "lo"]) }.compactMap { InterfaceName($0) }
        case 4: policy.guards = list(0...3) { AdministratorGuard($0.traffic(), from: $0.flip() ? $0.addresses() : nil) }
        case 5: policy.multicastGroups = list(0...2) { IPv4Address(bits: $0.pick(Self.v4)) }
        default: break
        }
        return policy
    }

    /// A packet that policies decide differently.
    package mutating func packet() -> Packet {
        let isIPv6 = flip()
        return Packet(
            flip() ? .inbound : .outbound,
            from: address(isIPv6),
            to: address(isIPv6),
            content(),
            state: pick([.new, .new, .new, .established, .related, .invalid, .untracked]),
            interface: pick(Self.interfaces),
            hopLimit: pick([1, 64, 254, 255]),
            isSourceReachable: pick([true, true, false])
        )
    }

    private mutating func content() -> Packet.Content {
        switch Int.random(in: 0..<8, using: &generator) {
        case 0: .icmp(UInt8.random(in: 0...20, using: &generator))
        case 1:
            .icmpv6(
                pick([
                    1, 2, 3, 4, 5, 128, 129, 130, 131, 132, 133, 134, 135, 136, 137, 141, 142, 143, 144, 148, 149, 150,
                    151, 152, 153,
                ])
            )
        case 2: .igmp
        case 3: .other(pick([4, 47, 50, 51, 112]))
        default: .ports(pick(Transport.allCases), source: pick(Self.ports), destination: pick(Self.ports))
        }
    }

    private mutating func service() -> Service {
        let target = target()
        return Service(
            runtime: "apim",
            id: "port",
            transport: target.transport,
            ports: target.ports,
            audiences: list(0...3) { $0.pick(Audience.allCases) },
            base: target.ports,
            offset: 0,
            summary: "a port"
        )
    }

    /// Ports mostly, sometimes an IP protocol.
    private mutating func traffic() -> AllowedTraffic {
        guard Int.random(in: 0..<4, using: &generator) == 0,
            let number = IPProtocol(number: pick([2, 47, 50, 51, 112]))
        else { return .ports(target()) }
        return .ipProtocol(number)
    }

    private mutating func target() -> TransportPorts {
        let (one, two) = (pick(Self.ports), pick(Self.ports))
        let upper = flip() ? min(one, two) : max(one, two)
        return TransportPorts(pick(Transport.allCases), SamplePolicies.ports(Int(min(one, two)), Int(upper)))
    }

    private mutating func egressGroup() -> EgressGroup {
        EgressGroup(
            name: pick(["a-b", "a_b", "a b", "A", "", "\"; drop"]),
            destinations: addresses(),
            services: list(0...3) { EgressService($0.target(), summary: "needed") }
        )
    }

    /// Sometimes none, sometimes a whole family.
    private mutating func addresses() -> AddressSet {
        let v4 = IntervalSet(list(0...2) { $0.interval(Self.v4) })
        let v6 = IntervalSet(list(0...2) { $0.interval(Self.v6) })
        return AddressSet(v4: v4, v6: v6)
    }

    private mutating func interval<Bound: FixedWidthInteger & UnsignedInteger>(_ values: [Bound]) -> ClosedRange<Bound>
    {
        let (one, two) = (pick(values), pick(values))
        return min(one, two)...max(one, two)
    }

    private mutating func address(_ isIPv6: Bool) -> IPAddress {
        isIPv6 ? .v6(IPv6Address(bits: pick(Self.v6))) : .v4(IPv4Address(bits: pick(Self.v4)))
    }

    private mutating func pick<Value>(_ values: [Value]) -> Value {
        values[Int.random(in: 0..<values.count, using: &generator)]
    }

    private mutating func flip() -> Bool {
        Bool.random(using: &generator)
    }

    private mutating func list<Value>(_ counts: ClosedRange<Int>, _ make: (inout RandomPolicies) -> Value) -> [Value] {
        let count = Int.random(in: counts, using: &generator)
        var values: [Value] = []
        for _ in 0..<count { values.append(make(&self)) }
        return values
    }
}
