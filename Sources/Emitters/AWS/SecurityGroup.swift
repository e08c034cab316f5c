/// A security group of AWS as a document holds it: texts and numbers that nobody has checked yet.
package struct SecurityGroup: Hashable, Sendable {
    /// Unique in its VPC.
    package var name: String
    /// What it is for; AWS never changes it again.
    package var description: String
    /// What its members take and make.
    package var rules: SecurityGroupRules
    /// The first group of the same machines, if this is a further one that --split made.
    package var first: String?

    /// The group `name`, in which `rules` hold.
    package init(name: String, description: String, rules: SecurityGroupRules) {
        self.name = name
        self.description = description
        self.rules = rules
    }
}

/// Rules of both directions; what none allows, a group doesn't let pass.
package struct SecurityGroupRules: Hashable, Sendable {
    /// Who may connect to the members.
    package var ingress: [SecurityGroupRule] = []
    /// Where the members may connect to.
    package var egress: [SecurityGroupRule] = []

    /// The rules `ingress` and `egress`.
    package init(ingress: [SecurityGroupRule] = [], egress: [SecurityGroupRule] = []) {
        self.ingress = ingress
        self.egress = egress
    }

    /// Whether there are none.
    package var isEmpty: Bool { ingress.isEmpty && egress.isEmpty }

    /// The rules of `direction`.
    package subscript(direction: SecurityGroupDirection) -> [SecurityGroupRule] {
        get { direction == .ingress ? ingress : egress }
        set { if direction == .ingress { ingress = newValue } else { egress = newValue } }
    }
}

/// The direction of new connections, as seen from a group's members.
package enum SecurityGroupDirection: String, Hashable, Sendable, CaseIterable {
    case ingress
    case egress
}

/// What AWS counts as one rule: ports of a protocol, and one other side.
package struct SecurityGroupRule: Hashable, Sendable {
    /// `tcp`, `udp`, `icmp`, `icmpv6`, or `-1` for everything.
    package var ipProtocol: String
    /// The first port, or ICMP's type; nil where there are no ports.
    package var fromPort: Int?
    /// The last port, or ICMP's code; nil where there are no ports.
    package var toPort: Int?
    /// The other side.
    package var peer: SecurityGroupPeer
    /// Why; empty for none.
    package var description: String

    /// A rule for the ports `fromPort` to `toPort` of `ipProtocol`, and `peer`.
    package init(
        ipProtocol: String,
        fromPort: Int? = nil,
        toPort: Int? = nil,
        peer: SecurityGroupPeer,
        description: String
    ) {
        self.ipProtocol = ipProtocol
        self.fromPort = fromPort
        self.toPort = toPort
        self.peer = peer
        self.description = description
    }

    /// The same without its description: AWS takes two rules that differ in nothing else for duplicates.
    var identity: SecurityGroupRule {
        var rule = self
        rule.description = ""
        return rule
    }
}

/// The other side of a rule.
package enum SecurityGroupPeer: Hashable, Sendable {
    case ipv4(String)
    case ipv6(String)
    /// The members of the document's group with this name.
    case groupName(String)
    /// The members of a group that exists.
    case groupID(String)
}
