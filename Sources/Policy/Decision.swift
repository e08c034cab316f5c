/// Whether a packet passes.
public enum Verdict: String, Hashable, Sendable {
    case accept
    case drop
}

/// A verdict, and the rule of the host policy that gave it.
public struct Decision: Hashable, Sendable {
    /// The rules in their order; the first that matches decides.
    public enum Rule: Hashable, Sendable {
        case loopback
        case established
        /// Product scope: a port that isn't fenced.
        case outsideScope
        case invalid
        case icmpEssentials
        /// An answer of a DHCPv6 server, which connection tracking can't tie to the multicast request.
        case dhcpv6Answer
        /// A source that isn't reached through the interface that the packet came in by.
        case forgedSource
        case administratorGuard(AdministratorGuard)
        case service(Service, Audience)
        case igmp
        /// Name, time and address resolution of the host itself, where output is fenced.
        case hostEssentials
        case egress(EgressGroup, EgressService)
        /// The direction isn't fenced at all.
        case unfenced
        case finalDrop
    }

    /// Whether the packet passes.
    public var verdict: Verdict
    /// What decided.
    public var rule: Rule

    package init(_ verdict: Verdict, _ rule: Rule) {
        self.verdict = verdict
        self.rule = rule
    }
}

extension HostPolicy {
    /// Whether `packet` passes; limits on the rate of pings count as not reached.
    public func verdict(for packet: Packet) -> Verdict {
        decision(for: packet).verdict
    }

    /// Whether `packet` passes, and by which rule.
    public func decision(for packet: Packet) -> Decision {
        if packet.interface == "lo" { return Decision(.accept, .loopback) }
        return switch packet.direction {
        case .inbound: inboundDecision(for: packet)
        case .outbound: outboundDecision(for: packet)
        }
    }
}
