import Policy

/// Works out why packets of an IP protocol without ports get in or don't.
struct ProtocolExplainer {
    let ipProtocol: IPProtocol
    /// Who asks; nil for anybody.
    let address: IPAddress?
    let policy: HostPolicy

    /// The verdict, and the whole reason.
    var explanation: Explanation {
        let decision = decision
        return Explanation(
            verdict: decision.verdict,
            question: .ipProtocol(ipProtocol),
            address: address,
            reasons: reasons(decision) + outbound
        )
    }

    private var ways: [AdministratorGuard] { policy.guards.filter { $0.allowed.ipProtocol == ipProtocol } }

    /// What the policy says to a first packet; if nobody was named, to one from the first address that a way in lets in.
    private var decision: Decision {
        let asked = address.map { [$0] } ?? ways.flatMap { policy.addresses(of: $0).firstAddresses }
        let decisions = asked.map { address in
            let content: Packet.Content = ipProtocol.number == 2 ? .igmp : .other(ipProtocol.number)
            return policy.decision(for: Packet(from: address, to: address, content))
        }
        return decisions.first { $0.verdict == .accept } ?? decisions.first
            ?? policy.decision(
                for: Packet(from: .v4(IPv4Address(bits: 1)), to: .v4(IPv4Address(bits: 1)), .other(ipProtocol.number))
            )
    }

    private func reasons(_ decision: Decision) -> [String] {
        switch decision.rule {
        case .outsideScope: ["--scope product decides about the products' own ports alone, and \(ipProtocol) has none"]
        case .administratorGuard(let way): ["--keep lets it in from \(policy.addresses(of: way).summary)"]
        case .igmp: ["clustering by multicast needs the queries of its groups"]
        default: closed
        }
    }

    private var closed: [String] {
        let known = ways.map { "--keep lets it in from \(policy.addresses(of: $0).summary)" }
        let option =
            address.map { AllowedTraffic.ipProtocol(ipProtocol).optionLettingIn($0) } ?? "--keep \(ipProtocol)@ADDRESS"
        return ["no rule lets it in: the final drop decides"] + known + ["to let it in besides: \(option)"]
    }

    private var outbound: [String] {
        guard policy.egress != nil else { return [] }
        guard !ways.isEmpty else { return ["it can't leave either: --egress fences what the host sends"] }
        return ways.map { "it may leave to \(policy.destinations(of: $0).summary), though --egress fences the output" }
    }
}

extension AddressSet {
    /// The first address of each family.
    fileprivate var firstAddresses: [IPAddress] {
        let first4 = v4.intervals.first.map { IPAddress.v4(IPv4Address(bits: $0.lowerBound)) }
        let first6 = v6.intervals.first.map { IPAddress.v6(IPv6Address(bits: $0.lowerBound)) }
        return [first4, first6].compactMap(\.self)
    }
}
