package import Policy

/// New connections that a cloud's firewall allows.
package struct CloudRule: Hashable, Sendable {
    /// The ports: the host's own at ingress, the other side's at egress.
    package var target: TransportPorts
    /// The other side: sources at ingress, destinations at egress; never empty.
    package var peers: CloudPeers
    /// Why, each once, sorted: `apim servlet-https 9443+1 (admins)`.
    package var reasons: [String]

    /// The addresses of the other side; machines that `peers` names by their group don't count.
    package var addresses: AddressSet { peers.addresses }

    /// Connections to `target` from or to `peers`.
    package init(_ target: TransportPorts, _ peers: CloudPeers, reasons: [String]) {
        self.target = target
        self.peers = peers
        self.reasons = reasons
    }
}

extension [CloudRule] {
    /// The same connections, each allowed by exactly one rule, in as few rules as neighbouring ports allow; by transport and port.
    ///
    /// 9443 from A, 9443 from B, 9444 from A and B → 9443-9444 from A and B.
    package var merged: [CloudRule] {
        Transport.allCases.flatMap { transport in
            let rules = filter { $0.target.transport == transport }
            return rules.cuts.reduce(into: [CloudRule]()) { merged, cut in
                guard let rule = rules.rule(for: TransportPorts(transport, cut)) else { return }
                if merged.last?.isContinued(by: rule) == true {
                    merged[merged.count - 1].extend(with: rule)
                } else {
                    merged.append(rule)
                }
            }
        }
    }

    /// The same connections, a rule for each range of ports as it was given; by transport and port.
    ///
    /// For clouds where a rule is a resource of its own: what it is called depends on its own ports alone, never on neighbours.
    package var separate: [CloudRule] {
        Dictionary(grouping: self, by: \.target).map { target, rules in
            CloudRule(
                target,
                CloudPeers(unionOf: rules.map(\.peers)),
                reasons: rules.flatMap(\.reasons).sortedOnce
            )
        }
        .sorted { ($0.target.transport, $0.target.ports) < ($1.target.transport, $1.target.ports) }
    }

    /// The largest ranges of ports within which every port belongs to the same rules.
    private var cuts: [PortRange] {
        let starts = flatMap { [Int($0.target.ports.lower), Int($0.target.ports.upper) + 1] }.sorted()
        return zip(starts, starts.dropFirst()).compactMap { PortRange($0, $1 - 1) }
    }

    /// All that is allowed to `target`, which no rule cuts through; nil for nothing.
    private func rule(for target: TransportPorts) -> CloudRule? {
        let rules = filter { $0.target.overlaps(target) }
        let peers = CloudPeers(unionOf: rules.map(\.peers))
        guard !peers.isEmpty else { return nil }
        return CloudRule(target, peers, reasons: rules.flatMap(\.reasons).sortedOnce)
    }
}

extension CloudRule {
    /// Whether `other` allows the same for the port behind the last one.
    fileprivate func isContinued(by other: CloudRule) -> Bool {
        peers == other.peers && Int(target.ports.upper) + 1 == Int(other.target.ports.lower)
    }

    fileprivate mutating func extend(with other: CloudRule) {
        target.ports = PortRange(Int(target.ports.lower), Int(other.target.ports.upper)) ?? target.ports
        reasons = (reasons + other.reasons).sortedOnce
    }
}

extension [String] {
    /// Each once, so that the order in which rules were given doesn't show.
    fileprivate var sortedOnce: [String] {
        Set(self).sorted()
    }
}
