import Policy

/// Decides packets by the lines that iptables-restore gets, as the kernel would: read from the text, knowing nothing of how it came
/// about.
///
/// Limits on rates count as not reached.
struct IptablesInterpreter {
    /// What a rule does in the end: `ACCEPT`, `DROP`, `RETURN`, `LOG`, a chain's name, or nothing.
    private struct Rule {
        var conditions: [(Packet) -> Bool] = []
        var target: String?
    }

    struct UnknownWord: Error {
        let word: String
        let line: String
    }

    private var chains: [String: [Rule]] = ["INPUT": [], "OUTPUT": [], "PREROUTING": []]
    private let sets: [String: AddressSet]

    /// The rules of `text`, whose sets hold what `sets` says.
    ///
    /// - Throws: `UnknownWord` for what no rule of ours should hold, and for rules of a chain that isn't declared.
    init(_ text: String, sets: [String: AddressSet] = [:]) throws {
        self.sets = sets
        let lines = text.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") && !$0.hasPrefix("*") }
        for line in lines where line.hasPrefix(":") {
            chains[String(line.dropFirst().prefix { $0 != " " })] = []
        }
        for line in lines where line.hasPrefix("-") {
            let words = Self.words(of: line)
            guard words.count > 2, words[0] == "-A", chains[words[1]] != nil else {
                throw UnknownWord(word: words[0], line: line)
            }
            let rule = try rule(words, line)
            chains[words[1]]?.append(rule)
        }
    }

    /// Words between spaces; what is in quotation marks is one.
    static func words(of line: String) -> [String] {
        line.split(separator: "\"", omittingEmptySubsequences: false).enumerated().flatMap { index, part in
            index.isMultiple(of: 2) ? part.split(separator: " ").map(String.init) : [String(part)]
        }
    }

    private static let options: Set<String> = [
        "-i", "-o", "-p", "--sport", "--dport", "--dports", "--ctstate", "--icmp-type", "--icmpv6-type",
        "--hl-eq", "--dst-type",
    ]
    private static let ignored: Set<String> = [
        "-m", "--limit", "--limit-burst", "--comment", "--log-level", "--log-prefix", "--reject-with",
    ]

    private func rule(_ words: [String], _ line: String) throws -> Rule {
        var rule = Rule()
        var rest = words.dropFirst(2)
        var isInverted = false
        while let option = rest.popFirst() {
            if option == "!" {
                isInverted = true
                continue
            }
            if option == "--invert" {
                rule.conditions.append { !$0.isSourceReachable }
                continue
            }
            guard let value = rest.popFirst() else { throw UnknownWord(word: option, line: line) }
            switch option {
            case "-j": rule.target = value
            case "--match-set":
                guard let set = sets[value] else { throw UnknownWord(word: value, line: line) }
                rule.conditions.append(Self.condition(rest.popFirst() == "src" ? "-s" : "-d", set))
            case "-s", "-d":
                let (condition, wanted) = (Self.condition(option, AddressSet([try CIDR(value)])), !isInverted)
                rule.conditions.append { condition($0) == wanted }
                isInverted = false
            case _ where Self.options.contains(option):
                let (condition, wanted) = (Self.condition(option, value), !isInverted)
                rule.conditions.append { condition($0) == wanted }
                isInverted = false
            case "-m" where value == "ah": rule.conditions.append { $0.content == .other(51) }
            case _ where Self.ignored.contains(option): break
            default: throw UnknownWord(word: option, line: line)
            }
        }
        return rule
    }

    /// What PREROUTING and INPUT, or OUTPUT, decide, whose own policy is to accept.
    func verdict(for packet: Packet) throws -> Verdict {
        if packet.direction == .inbound, try run("PREROUTING", packet) == .drop { return .drop }
        return try run(packet.direction == .inbound ? "INPUT" : "OUTPUT", packet) ?? .accept
    }

    private func run(_ chain: String, _ packet: Packet) throws -> Verdict? {
        for rule in chains[chain, default: []] where rule.conditions.allSatisfy({ $0(packet) }) {
            switch rule.target {
            case "ACCEPT": return .accept
            case "DROP", "REJECT": return .drop
            case "RETURN": return nil
            case nil, "LOG": break
            case let name?:
                guard chains[name] != nil else { throw UnknownWord(word: name, line: chain) }
                if let verdict = try run(name, packet) { return verdict }
            }
        }
        return nil
    }

    private static func condition(_ option: String, _ addresses: AddressSet) -> (Packet) -> Bool {
        option == "-s" ? { addresses.contains($0.source) } : { addresses.contains($0.destination) }
    }

    private static func condition(_ option: String, _ value: String) -> (Packet) -> Bool {
        let values = value.split(separator: ",").map(String.init)
        switch option {
        case "-i": return { $0.direction == .inbound && $0.interface == value }
        case "-o": return { $0.direction == .outbound && $0.interface == value }
        case "--ctstate": return { values.contains("\($0.state)".uppercased()) }
        case "--hl-eq": return { $0.hopLimit == UInt8(value) }
        case "--dst-type": return { packet in values.contains { packet.destination.isOf(type: $0) } }
        case "-p": return { $0.content.protocolWord == value }
        case "--icmp-type", "--icmpv6-type": return { $0.content.icmpType == UInt8(value) }
        case "--dports":
            let ports = values.compactMap { UInt16($0) }
            return { packet in packet.content.ports.map { ports.contains($0.destination) } ?? false }
        default:
            let ends = value.split(separator: ":").compactMap { UInt16($0) }
            let range = (ends.first ?? 0)...(ends.last ?? 0)
            return { packet in
                packet.content.ports.map { range ~= (option == "--sport" ? $0.source : $0.destination) } ?? false
            }
        }
    }
}

extension Packet.Content {
    /// What `-p` calls it.
    fileprivate var protocolWord: String {
        switch self {
        case .ports(let transport, _, _): transport.rawValue
        case .icmp: "icmp"
        case .icmpv6: "icmpv6"
        case .igmp: "2"
        case .other(let number): "\(number)"
        }
    }

    fileprivate var icmpType: UInt8? {
        switch self {
        case .icmp(let type), .icmpv6(let type): type
        default: nil
        }
    }

    fileprivate var ports: (source: UInt16, destination: UInt16)? {
        if case .ports(_, let source, let destination) = self { (source, destination) } else { nil }
    }
}

extension IPAddress {
    fileprivate func isOf(type: String) -> Bool {
        switch (self, type) {
        case (_, "LOCAL"): !isOf(type: "MULTICAST") && !isOf(type: "BROADCAST")
        case (.v4(let address), "MULTICAST"): address.bits >> 28 == 0xe
        case (.v4(let address), "BROADCAST"): address.bits == .max
        case (.v6(let address), "MULTICAST"): address.bits >> 120 == 0xff
        default: false
        }
    }
}
