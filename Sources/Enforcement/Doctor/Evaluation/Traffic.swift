import Policy

/// New connections to this host, so many that a rule may treat them differently: every one from one of the sources to one of the
/// ports.
struct Traffic: Hashable {
    /// What all of them have in common.
    struct Kind: Hashable {
        let isIPv6: Bool
        /// The IP protocol.
        let protocolNumber: UInt8
        /// Whether a route leads back to the sources through the interface that they come in by.
        let hasRouteBack: Bool

        init(isIPv6: Bool, protocolNumber: UInt8, hasRouteBack: Bool = true) {
            self.isIPv6 = isIPv6
            self.protocolNumber = protocolNumber
            self.hasRouteBack = hasRouteBack
        }

        init(isIPv6: Bool, transport: Transport) {
            self.init(isIPv6: isIPv6, protocolNumber: transport.protocolNumber)
        }

        /// TCP or UDP; nil for other protocols, which have no ports.
        var transport: Transport? { Transport.allCases.first { $0.protocolNumber == protocolNumber } }

        /// Those of connections: the four there are.
        static let all = [false, true].flatMap { isIPv6 in
            [Transport.tcp, .udp].map { Kind(isIPv6: isIPv6, transport: $0) }
        }

        /// Bits of an address.
        var width: Int { isIPv6 ? 128 : 32 }
    }

    let kind: Kind
    /// IPv4 addresses as numbers of 32 bits, too.
    var sources: IntervalSet<UInt128>
    var ports: IntervalSet<UInt16>

    /// From anywhere to every port.
    init(everyConnection kind: Kind) {
        self.init(kind, from: IntervalSet([0...(.max >> UInt128(128 - kind.width))]), to: IntervalSet([1...(.max)]))
    }

    init(_ kind: Kind, from sources: IntervalSet<UInt128>, to ports: IntervalSet<UInt16>) {
        self.kind = kind
        self.sources = sources
        self.ports = ports
    }

    var isEmpty: Bool { sources.isEmpty || ports.isEmpty }

    /// Whether all of `other` is in it.
    func contains(_ other: Traffic) -> Bool {
        kind == other.kind && sources.isSuperset(of: other.sources) && ports.isSuperset(of: other.ports)
    }

    /// The addresses of some of its sources.
    func addresses(_ sources: IntervalSet<UInt128>) -> AddressSet {
        guard !kind.isIPv6 else { return AddressSet(v6: sources) }
        return AddressSet(
            v4: IntervalSet(sources.intervals.map { UInt32(clamping: $0.lowerBound)...UInt32(clamping: $0.upperBound) })
        )
    }
}

extension Traffic {
    /// Connections like the one that `packet` opens; nil for ICMP.
    init?(_ packet: Packet) {
        guard let (number, ports) = packet.content.numbers else { return nil }
        let (isIPv6, source) =
            switch packet.source {
            case .v4(let address): (false, UInt128(address.bits))
            case .v6(let address): (true, address.bits)
            }
        self.init(
            Kind(isIPv6: isIPv6, protocolNumber: number, hasRouteBack: packet.isSourceReachable),
            from: IntervalSet([source...source]),
            to: ports
        )
    }

    /// What anybody could send with `content`, over IPv4 and IPv6; nothing for ICMP.
    static func fromAnywhere(_ content: Packet.Content) -> [Traffic] {
        guard let (number, ports) = content.numbers else { return [] }
        return [false, true].map { isIPv6 in
            var traffic = Traffic(everyConnection: Kind(isIPv6: isIPv6, protocolNumber: number))
            traffic.ports = ports
            return traffic
        }
    }
}

extension Packet.Content {
    /// The IP protocol, and the port that it goes to: all where there are none.
    fileprivate var numbers: (protocolNumber: UInt8, ports: IntervalSet<UInt16>)? {
        switch self {
        case .ports(let transport, _, let port): (transport.protocolNumber, IntervalSet([port...port]))
        case .other(let number): (number, IntervalSet([1...(.max)]))
        default: nil
        }
    }
}

extension [Traffic] {
    /// The kinds of them, each once.
    var kinds: [Traffic.Kind] {
        reduce(into: []) { kinds, traffic in
            if !kinds.contains(traffic.kind) { kinds.append(traffic.kind) }
        }
    }

    /// The same connections in fewer parts: those to the same ports, or from the same sources, are one.
    var withoutRepeats: [Traffic] {
        var kept: [Traffic] = []
        for traffic in self where !traffic.isEmpty && !kept.contains(where: { $0.contains(traffic) }) {
            if let index = kept.firstIndex(where: { $0.kind == traffic.kind && $0.ports == traffic.ports }) {
                kept[index].sources = kept[index].sources.union(traffic.sources)
            } else if let index = kept.firstIndex(where: { $0.kind == traffic.kind && $0.sources == traffic.sources }) {
                kept[index].ports = kept[index].ports.union(traffic.ports)
            } else {
                kept.append(traffic)
            }
        }
        return kept
    }
}
