import Catalog
import Policy
import RulesEngine

/// Works out why a port of a host is open or closed; the verdict itself is the policy's.
struct Explainer {
    let host: ResolvedHost
    let catalog: ProductCatalog
    let port: UInt16
    let transport: Transport
    private let question: AllowedTraffic
    /// Who asks; nil for anybody.
    let address: IPAddress?
    /// How roles and clustering modes are chosen, for advice.
    let advice: Advice

    /// Why `host` lets `address`, or anybody, reach what `question` names.
    init(
        _ question: PortArgument,
        from address: IPAddress?,
        on host: ResolvedHost,
        catalog: ProductCatalog,
        advice: Advice
    ) {
        self.host = host
        self.catalog = catalog
        self.address = address
        self.advice = advice
        port = question.ports.lower
        let transport = question.transport ?? host.likelyTransport(of: question.ports.lower)
        self.transport = transport
        self.question = .ports(TransportPorts(transport, question.ports))
    }

    /// The verdict, and the whole reason.
    var explanation: Explanation {
        let decision = decision
        return Explanation(
            verdict: decision.verdict,
            question: question,
            address: address,
            reasons: reasons(decision) + interfaceReason
        )
    }

    /// What the policy says; where nobody was named, to the first address of each source that it lets in, if any.
    private var decision: Decision {
        let interface = host.policy.interfaces.first?.description ?? "eth0"
        if let address { return decision(from: address, interface: address.isLoopback ? "lo" : interface) }
        let decisions = host.policy.someSources.map { decision(from: $0, interface: interface) }
        return decisions.first { $0.verdict == .accept }
            ?? decision(from: .v4(IPv4Address(bits: 1)), interface: interface)
    }

    /// What the policy says to a new connection; where it is going to on this host makes no difference.
    private func decision(from address: IPAddress, interface: String) -> Decision {
        let content = Packet.Content.ports(transport, source: 49152, destination: port)
        return host.policy.decision(for: Packet(from: address, to: address, content, interface: interface))
    }

    private func reasons(_ decision: Decision) -> [String] {
        switch decision.rule {
        case .loopback:
            ["packets over the loopback interface always pass"]
        case .outsideScope:
            [
                "--scope product decides about the products' own ports alone, and \(target) isn't one of them",
                "with --scope host it would be closed, unless a rule opens it",
            ]
        case .administratorGuard, .service:
            openReasons(decision.rule)
        default:
            closedReasons
        }
    }

    private var interfaceReason: [String] {
        guard !host.policy.interfaces.isEmpty else { return [] }
        let names = host.policy.interfaces.map(\.description).joined(separator: ", ")
        return ["services are open on interface \(names) alone; the administrator's guard on every one"]
    }
}

extension Explainer {
    /// `9444/tcp`.
    var target: String { "\(port)/\(transport.rawValue)" }

    /// What listens there.
    var listening: [ResolvedPort] {
        host.ports.filter { $0.definition.direction == .inbound && $0.target.contains(transport, port) }
    }

    /// The administrator's ways in that lead there.
    var guards: [AdministratorGuard] {
        host.policy.guards.filter { $0.allowed.contains(transport, port) }
    }
}

extension ResolvedHost {
    /// TCP, unless something is there over UDP alone: something open, or else something that could be.
    fileprivate func likelyTransport(of port: UInt16) -> Transport {
        let inbound = ports.filter { $0.definition.direction == .inbound }.map(\.target)
        for targets in [inbound + policy.guards.compactMap(\.allowed.target), closedPorts.map(\.port.target)] {
            let transports = Transport.allCases.filter { transport in targets.contains { $0.contains(transport, port) }
            }
            if let first = transports.first { return first }
        }
        return .tcp
    }
}

extension HostPolicy {
    /// The first IPv4 and the first IPv6 address of every source and guard.
    fileprivate var someSources: [IPAddress] {
        let sets = sources.map(\.addresses) + guards.map { addresses(of: $0) }
        return sets.flatMap { set -> [IPAddress] in
            let v4 = set.v4.intervals.first.map { IPAddress.v4(IPv4Address(bits: $0.lowerBound)) }
            let v6 = set.v6.intervals.first.map { IPAddress.v6(IPv6Address(bits: $0.lowerBound)) }
            return [v4, v6].compactMap(\.self)
        }
    }
}

extension IPAddress {
    /// 127.0.0.0/8 and ::1, which come in over the loopback interface.
    fileprivate var isLoopback: Bool {
        switch self {
        case .v4(let address): address.bits >> 24 == 127
        case .v6(let address): address.bits == 1
        }
    }
}
