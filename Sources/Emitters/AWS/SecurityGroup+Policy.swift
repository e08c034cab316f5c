import Policy

extension [CloudRule] {
    /// A rule for each block and group, in the order of ports, IPv4, IPv6, groups; `groupName` is what a node's group is called.
    ///
    /// With `merges` the fewest blocks, else the blocks as they were given.
    func securityGroupRules(
        merges: Bool,
        _ groupName: (CloudGroup) -> SecurityGroupPeer
    ) -> [SecurityGroupRule] {
        flatMap { rule in
            let text = CloudDescription.text(for: rule.reasons, longest: SecurityGroupLimits.descriptionLength)
            let blocks = merges ? rule.addresses.v4Blocks + rule.addresses.v6Blocks : rule.addresses.givenBlocks
            let peers =
                blocks.map {
                    $0.isIPv6 ? SecurityGroupPeer.ipv6($0.descriptionWithLength) : .ipv4($0.descriptionWithLength)
                }
                + rule.peers.groups.map(groupName)
            return peers.map { SecurityGroupRule(rule.target, $0, description: text) }
        }
    }
}

extension SecurityGroupRule {
    fileprivate init(_ target: TransportPorts, _ peer: SecurityGroupPeer, description: String) {
        self.init(
            ipProtocol: target.transport.rawValue,
            fromPort: Int(target.ports.lower),
            toPort: Int(target.ports.upper),
            peer: peer,
            description: description
        )
    }

    /// The errors that find the path's MTU, from any router on the way: "fragmentation needed" (3, code 4), "packet too big" (2, code 0).
    static let pathErrors = [
        SecurityGroupRule(
            ipProtocol: "icmp",
            fromPort: 3,
            toPort: 4,
            peer: .ipv4("0.0.0.0/0"),
            description: "errors that find the MTU of a path"
        ),
        SecurityGroupRule(
            ipProtocol: "icmpv6",
            fromPort: 2,
            toPort: 0,
            peer: .ipv6("::/0"),
            description: "errors that find the MTU of a path"
        ),
    ]

    /// Everything to anywhere, which is what a new group allows: written out, since the group's own is taken away first.
    static let everythingOut = [SecurityGroupPeer.ipv4("0.0.0.0/0"), .ipv6("::/0")].map {
        SecurityGroupRule(ipProtocol: "-1", peer: $0, description: "not fenced: what the host sends")
    }
}
