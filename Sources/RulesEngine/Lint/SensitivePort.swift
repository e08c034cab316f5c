import Catalog
import Policy

/// A way in that isn't meant for everybody: the administrator's, or a port that the catalog doesn't give to clients (consoles,
/// JMX, the broker, a cluster's own traffic).
struct SensitivePort {
    /// `22/tcp (the administrator's way in)`.
    let name: String
    /// From where it can be reached.
    let addresses: AddressSet
    /// The part of these that somebody gave: without the audiences' defaults.
    let given: AddressSet
    /// Why that matters.
    let reason: String
    /// How to narrow it.
    let hint: String
    /// Where a file selects it.
    let location: SourceLocation?
}

extension ResolvedHost {
    /// The administrator's ways in, then the ports, in table order.
    var sensitivePorts: [SensitivePort] {
        policy.guards.map(sensitiveWayIn) + inbound.compactMap(sensitivePort)
    }

    /// Where a file selects the runtime that `port` belongs to; nil for flags.
    func place(of port: ResolvedPort) -> SourceLocation? {
        let own = runtimes.filter { $0.definition.id == port.service.runtime }
        return (own.first { $0.offset == port.service.offset } ?? own.first)?.location
    }

    private func sensitiveWayIn(_ administratorGuard: AdministratorGuard) -> SensitivePort {
        let hint =
            administratorGuard.addresses == nil
            ? narrowing("admins") : "name fewer addresses behind the @ of \(administratorGuard.allowed)@…"
        return SensitivePort(
            name: "\(administratorGuard.allowed) (the administrator's way in)",
            addresses: policy.addresses(of: administratorGuard),
            given: administratorGuard.addresses ?? given([.admins]),
            reason: "whoever reaches it can try passwords and known holes",
            hint: hint,
            location: nil
        )
    }

    private func sensitivePort(_ port: ResolvedPort) -> SensitivePort? {
        let meant = port.definition.audiences
        guard port.definition.internalBecause != nil || !meant.contains(.clients) else { return nil }
        let reason =
            port.definition.internalBecause
            ?? "it is meant for \(meant.map(\.rawValue).joined(separator: " and ")): \(port.service.summary)"
        let wide = port.service.audiences.filter { policy.addresses(of: $0).isWide }.map(\.rawValue)
        return SensitivePort(
            name: port.name,
            addresses: reachableFrom(port),
            given: given(port.service.audiences),
            reason: reason,
            hint: narrowing(wide.joined(separator: ", ")) + ", or the port other audiences with --expose",
            location: place(of: port)
        )
    }

    private func given(_ audiences: [Audience]) -> AddressSet {
        AddressSet(unionOf: policy.sources.filter { !$0.isDefault && audiences.contains($0.audience) }.map(\.addresses))
    }

    private func narrowing(_ audiences: String) -> String {
        "give \(audiences) narrower addresses with --only-from, or under sources in the policy file"
    }
}

extension AddressSet {
    /// Whether a range in it is wider than a /8 of IPv4 or a /32 of IPv6, or its public addresses are more than that together.
    var isWide: Bool {
        let limits = (v4: UInt64(1) << 24, v6: UInt128(1) << 96)
        let outside = subtracting(.privateRanges)
        return v4.intervals.contains { UInt64($0.upperBound - $0.lowerBound) >= limits.v4 }
            || v6.intervals.contains { $0.upperBound - $0.lowerBound >= limits.v6 }
            || outside.v4.intervals.reduce(0) { $0 + UInt64($1.upperBound - $1.lowerBound) + 1 } > limits.v4
            || outside.v6.intervals.reduce(0) { $0 + ($1.upperBound - $1.lowerBound) + 1 } > limits.v6
    }
}
