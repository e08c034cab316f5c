package import Policy

/// A host policy as the firewall of a cloud can enforce it: new connections that are allowed, all others aren't.
///
/// It decides as `HostPolicy.verdict(for:)` does for every new TCP and UDP connection that the cloud can see.
package struct CloudPolicy: Hashable, Sendable {
    /// What was selected, in one line.
    package var title: String
    /// What may connect to the host, by transport and port.
    package var ingress: [CloudRule]
    /// Where the host may connect to; nil where everything may leave it.
    package var egress: [CloudRule]?
    /// The TCP ports that load balancers probe: those of services for clients or administrators, never SSH, JMX or a broker.
    package var probed: [TransportPorts]
    /// What the reader has to know: the policy's own notes, and what the cloud does otherwise than a host would.
    package var notes: [String]

    /// The part of `policy` that the cloud `target` sees.
    ///
    /// - Parameters:
    ///   - policy: What one host lets in and out.
    ///   - target: The name that `emit` knows the cloud by, for messages.
    ///   - groups: What the cloud knows by a group instead of by addresses.
    ///   - merges: Whether neighbouring ports with the same peers share a rule.
    /// - Throws: Everything in the policy that no cloud can express, all of it at once.
    package init(
        _ policy: HostPolicy,
        for target: String,
        groups: CloudGroups = CloudGroups(),
        merges: Bool = true
    ) throws(InvalidInput) {
        let findings = policy.inexpressible(for: target)
        guard findings.isEmpty else { throw InvalidInput(findings) }
        title = policy.title
        let inbound = policy.guardRules(groups) + policy.serviceRules(groups)
        let outbound = policy.egress.map { $0.flatMap { $0.rules(groups) } + CloudRule.hostEssentials }
        ingress = merges ? inbound.merged : inbound.separate
        egress = merges ? outbound?.merged : outbound?.separate
        probed = policy.services.filter { service in
            service.transport == .tcp && service.audiences.contains { $0 == .clients || $0 == .admins }
        }
        .map { TransportPorts($0.transport, $0.ports) }
        notes = policy.notes + Self.differences
    }

    /// What a host's ruleset has and a cloud neither can nor needs to.
    private static let differences = [
        "the cloud tracks connections: answers pass without a rule; whether the ICMP errors of a connection do is up to the cloud",
        "pings, neighbour discovery, loopback, logs and counters are left to the cloud and the host: no rule is for them",
    ]
}

extension HostPolicy {
    /// What a cloud's firewall has no words for, with what to do about it.
    fileprivate func inexpressible(for target: String) -> [Finding] {
        var findings: [Finding] = []
        if !multicastGroups.isEmpty {
            findings.append(
                .cannotExpress(
                    "multicast clustering",
                    target,
                    hint: "clouds carry no multicast: choose --clustering wka, or aws, aws-ecs, kubernetes there"
                )
            )
        }
        if scope != .host {
            findings.append(
                .cannotExpress(
                    "--scope product",
                    target,
                    hint: "a cloud's group is for all that reaches the machine: leave --scope out"
                )
            )
        }
        if rejects {
            findings.append(
                .cannotExpress(
                    "--reject",
                    target,
                    hint: "a cloud's firewall drops and never answers: leave --reject out"
                )
            )
        }
        let protocols = guards.filter { $0.allowed.ipProtocol != nil }.map { "--keep \($0.allowed)" }
        findings += protocols.map {
            .cannotExpress($0, target, hint: "leave it out here, and let the protocol in by a rule of your own")
        }
        if !interfaces.isEmpty {
            findings.append(
                .cannotExpress(
                    "--interface",
                    target,
                    hint: "a cloud's rules belong to an interface already: attach the group to the one that is meant"
                )
            )
        }
        return findings
    }

    fileprivate func guardRules(_ groups: CloudGroups) -> [CloudRule] {
        guards.compactMap { way in
            guard let target = way.allowed.target else { return nil }
            let peers = way.addresses.map { CloudPeers($0) } ?? peers(of: .admins, groups)
            return CloudRule(target, peers, reasons: ["way in for administrators"])
        }
        .filter { !$0.peers.isEmpty }
    }

    fileprivate func serviceRules(_ groups: CloudGroups) -> [CloudRule] {
        services.compactMap { service in
            let peers = CloudPeers(unionOf: service.audiences.map { self.peers(of: $0, groups) })
            guard !peers.isEmpty else { return nil }
            let audiences = service.audiences.map(\.rawValue).joined(separator: ", ")
            let target = TransportPorts(service.transport, service.ports)
            return CloudRule(target, peers, reasons: ["\(service.origin) (\(audiences))"])
        }
    }
}

extension EgressGroup {
    fileprivate func rules(_ groups: CloudGroups) -> [CloudRule] {
        let peers = peers(groups)
        guard !peers.isEmpty else { return [] }
        return services.map { CloudRule($0.target, peers, reasons: ["\($0.summary) (\(destinationName))"]) }
    }

    /// The nodes, whose order in the policy file doesn't matter, or else the group's own name.
    private var destinationName: String {
        nodes.isEmpty ? name : nodes.sorted().joined(separator: ", ")
    }
}

extension CloudRule {
    /// Names, time and addresses, which every host asks for.
    fileprivate static let hostEssentials = HostEssentials.outbound.map {
        CloudRule($0, CloudPeers(.everything), reasons: ["names, time and addresses of the host itself"])
    }
}

extension Finding {
    /// That `target` has no words for `what`.
    package static func cannotExpress(_ what: String, _ target: String, hint: String) -> Finding {
        Finding(.error, "target-cannot-express", "\(target) can't express \(what)", hint: hint)
    }
}
