import Policy

/// Ports that some peers may reach, before those with the same peers become one rule.
struct PermittedPorts {
    var target: TransportPorts
    var peers: NetworkPolicy.Peers
    /// Why, in one line.
    var reason: String

    /// Nil where there is nobody on the other side: neither addresses nor pods.
    init?(_ target: TransportPorts, _ addresses: AddressSet, _ pods: [NetworkPolicy.Peer], reason: String) {
        self.target = target
        self.reason = reason
        let blocks = (addresses.v4Blocks + addresses.v6Blocks).map {
            NetworkPolicy.Peer.block($0.descriptionWithLength)
        }
        guard !blocks.isEmpty || !pods.isEmpty else { return nil }
        peers = addresses == .everything ? .anyone : .listed(blocks + pods)
    }
}

extension [PermittedPorts] {
    /// A rule for each different set of peers, by first port; their order in `self` doesn't matter.
    var rules: [NetworkPolicy.Rule] {
        Dictionary(grouping: self, by: \.peers)
            .map { NetworkPolicy.Rule(ports: $1.map(\.target).networkPolicyPorts, peers: $0) }
            .sorted { $0.precedes($1) }
    }

    /// Why each port is allowed, as annotations: `carbonwall/ingress-9443-tcp: apim servlet-https 9443 (admins)`.
    func annotations(_ direction: String) -> [PodLabel] {
        Set(map(\.target)).sorted().map { target in
            let reasons = Set(filter { $0.target == target }.map(\.reason)).sorted().joined(separator: "; ")
            return PodLabel("carbonwall/\(direction)-\(target.ports)-\(target.transport.rawValue)", annotation: reasons)
        }
    }
}

extension [TransportPorts] {
    /// Each once, ascending, without those that are part of another.
    fileprivate var networkPolicyPorts: [NetworkPolicy.Port] {
        let targets = Set(self).sorted()
        return targets.filter { target in !targets.contains { $0 != target && $0.includes(target) } }
            .map(NetworkPolicy.Port.init)
    }
}

extension TransportPorts {
    fileprivate func includes(_ other: TransportPorts) -> Bool {
        transport == other.transport && ports.lower <= other.ports.lower && other.ports.upper <= ports.upper
    }
}

extension NetworkPolicy.Port {
    fileprivate init(_ target: TransportPorts) {
        transport = target.transport.rawValue.uppercased()
        port = Int(target.ports.lower)
        endPort = target.ports.isSingle ? nil : Int(target.ports.upper)
    }
}

extension NetworkPolicy.Rule {
    /// By first port; those that begin with the same one by the text of their peers.
    fileprivate func precedes(_ other: NetworkPolicy.Rule) -> Bool {
        guard let own = ports.first, let others = other.ports.first, own == others else {
            return ports.lexicographicallyPrecedes(other.ports)
        }
        return peers.text < other.peers.text
    }
}
