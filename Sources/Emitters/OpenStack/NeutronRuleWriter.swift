import Policy

/// Writes the rules of one host's group.
struct NeutronRuleWriter {
    let host: CloudHost
    let deployment: CloudDeployment

    /// A rule for each block and for each family of each group, in the order of ports, IPv4, IPv6, groups.
    func rules(_ rules: [CloudRule], _ direction: NeutronRule.Direction) -> [NeutronRule] {
        rules.flatMap { rule in
            peers(of: rule.peers).map { etherType, peer in
                NeutronRule(
                    direction: direction,
                    etherType: etherType,
                    networkProtocol: rule.target.transport.rawValue,
                    ports: Int(rule.target.ports.lower)...Int(rule.target.ports.upper),
                    peer: peer
                )
            }
        }
    }

    private func peers(of peers: CloudPeers) -> [(etherType: String, peer: NeutronPeer)] {
        peers.addresses.givenBlocks.map { ($0.isIPv6 ? "IPv6" : "IPv4", .prefix($0.descriptionWithLength)) }
            + peers.groups.flatMap { group in
                families(of: group).map { ($0, .group(deployment.name(of: group, in: host))) }
            }
    }

    /// The families that the machines of `group` have addresses of; both where nobody said which addresses they have.
    private func families(of group: CloudGroup) -> [String] {
        let node = group == .itself ? host.node : group.node
        guard let machines = node.flatMap({ deployment.machines[$0] }) else { return ["IPv4", "IPv6"] }
        return (machines.v4Blocks.isEmpty ? [] : ["IPv4"]) + (machines.v6Blocks.isEmpty ? [] : ["IPv6"])
    }
}

extension CloudGroup {
    fileprivate var node: String? {
        if case .node(let name) = self { name } else { nil }
    }
}
