package import Policy

extension [SecurityGroup] {
    /// Finds every value that AWS refuses or takes for something else, for the target `target` of `emit`.
    ///
    /// - Throws: All of them, each with its group.
    package func check(_ target: String) throws(InvalidInput) {
        var check = CloudCheck(target)
        check.requireUnique(map(\.name), "the group name")
        let names = Set(map(\.name))
        for group in self {
            group.check(&check, names: names)
        }
        try check.finish()
    }
}

extension SecurityGroup {
    fileprivate func check(_ check: inout CloudCheck, names: Set<String>) {
        check.enter("group \(name.quotedForMessage)")
        check.requireAWSText(name, "the name")
        check.require(!name.lowercased().hasPrefix("sg-"), "a name can't begin with sg-")
        check.require(name != "default", "the name is that of the VPC's own group")
        check.require(name.first != " " && name.last != " ", "a name can't begin or end with a space")
        check.requireAWSText(description, "the description")
        for direction in SecurityGroupDirection.allCases {
            for rule in rules[direction] {
                check.enter("group \(name.quotedForMessage), \(direction.rawValue) \(rule.place)")
                rule.check(&check, names: names)
            }
            check.enter("group \(name.quotedForMessage)")
            check.requireUnique(rules[direction].map(\.place), "the \(direction.rawValue) rule")
        }
    }
}

extension SecurityGroupRule {
    fileprivate func check(_ check: inout CloudCheck, names: Set<String>) {
        switch ipProtocol {
        case "tcp", "udp":
            guard let fromPort, let toPort else { return check.require(false, "ports are missing") }
            check.require(fromPort, "the first port", in: 1...65535)
            check.require(toPort, "the last port", in: 1...65535)
            check.require(fromPort <= toPort, "the first port is behind the last")
        case "icmp", "icmpv6":
            // A type and a code stand in the place of the ports.
            guard let fromPort, let toPort else { return check.require(false, "type and code are missing") }
            check.require(fromPort, "the type", in: 0...255)
            check.require(toPort, "the code", in: 0...255)
        case "-1":
            check.require(fromPort == nil && toPort == nil, "all protocols have no ports")
        default:
            // AWS opens all ports of any other number, whatever ports are given.
            check.require(false, "\(ipProtocol.quotedForMessage) is neither tcp, udp nor -1")
        }
        peer.check(&check, names: names)
        if !description.isEmpty { check.requireAWSText(description, "the description") }
        check.require(!isReference || !description.contains("&"), "a reference's description can't have an &")
    }

    /// What AWS tells rules apart by: `tcp 9443-9443 10.9.0.0/24`.
    fileprivate var place: String {
        let ports = [fromPort, toPort].map { $0.map(String.init) ?? "" }.joined(separator: "-")
        return "\(ipProtocol) \(ports) \(peer.text)"
    }
}

extension SecurityGroupPeer {
    /// The block, name or identifier.
    var text: String {
        switch self {
        case .ipv4(let text), .ipv6(let text), .groupName(let text), .groupID(let text): text
        }
    }

    fileprivate func check(_ check: inout CloudCheck, names: Set<String>) {
        switch self {
        case .ipv4(let text):
            check.requireBlocks([text])
            check.require(!text.contains(":"), "\(text.quotedForMessage) is no IPv4 block")
        case .ipv6(let text):
            check.requireBlocks([text])
            check.require(text.contains(":"), "\(text.quotedForMessage) is no IPv6 block")
        case .groupName(let name):
            check.require(names.contains(name), "there is no group \(name.quotedForMessage) here")
        case .groupID(let id):
            check.require(SecurityGroupID(id) != nil, "\(id.quotedForMessage) is no identifier of a group")
        }
    }
}

extension CloudCheck {
    /// Requires 1 to 255 characters of those that AWS takes in names and descriptions.
    fileprivate mutating func requireAWSText(_ text: String, _ what: String) {
        let longest = SecurityGroupLimits.descriptionLength
        require(text.utf8.count, "the length of \(what)", in: 1...longest)
        let isAllowed = text.utf8.allSatisfy { $0.isASCIILetterOrDigit || " ._-:/()#,@[]+=&;{}!$*".utf8.contains($0) }
        require(isAllowed, "\(what) \(text.quotedForMessage) has a character that isn't allowed")
    }
}

extension UInt8 {
    fileprivate var isASCIILetterOrDigit: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        default: UInt8(ascii: "0")...UInt8(ascii: "9") ~= self
        }
    }
}

/// The identifier of a security group: `sg-` and 8 or 17 hexadecimal digits.
package struct SecurityGroupID: Hashable, Sendable {
    /// As AWS writes it.
    package let text: String

    /// The identifier `text`, or nil where that is none.
    package init?(_ text: String) {
        let digits = text.utf8.dropFirst(3)
        guard text.hasPrefix("sg-"), digits.count == 8 || digits.count == 17 else { return nil }
        guard digits.allSatisfy({ "0123456789abcdef".utf8.contains($0) }) else { return nil }
        self.text = text
    }
}
