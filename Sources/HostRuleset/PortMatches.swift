import Policy

/// Ports as rules match them: single ones, each once, in a named set; and a rule for each range, none of which overlap.
///
/// IP protocols, which have no ports, are in one rule.
///
/// No set holds the ranges, for the reason that `AddressMatches` gives.
struct PortMatches {
    private let set: ObjectName
    private let comment: String
    private var singles: [Ruleset.PortElement] = []
    private var ranges: [Ruleset.PortElement] = []
    private let protocols: [IPProtocol]

    /// The ports `elements` and the protocols `protocols`; `set` and `comment` are for the single ports.
    ///
    /// Of what is there twice, the first one's comment stays.
    init(
        set: ObjectName,
        comment: String,
        _ elements: some Sequence<Ruleset.PortElement>,
        protocols: some Sequence<IPProtocol> = []
    ) {
        self.set = set
        self.comment = comment
        self.protocols = Set(protocols).sorted()
        for element in elements.sorted(by: Self.areInOrder) {
            if element.target.ports.isSingle { appendSingle(element) } else { appendRange(element) }
        }
    }

    var isEmpty: Bool { singles.isEmpty && ranges.isEmpty && protocols.isEmpty }

    /// The set, unless it has no elements.
    var sets: [Ruleset.NamedSet] {
        guard !singles.isEmpty else { return [] }
        let comment = PlainText("\(comment); counts new connections")
        return [Ruleset.NamedSet(name: set, comment: comment, elements: .ports(singles))]
    }

    /// A rule for the set, for each range and for the protocols: `statement` for packets to the ports, or of the protocols.
    func rules(then statement: Ruleset.Statement) -> [Ruleset.Rule] {
        let forSet = singles.isEmpty ? [] : [Ruleset.Rule(.destinationPort(in: set), then: statement)]
        let forRanges = ranges.map { element in
            var rule = Ruleset.Rule(.destinationPorts(element.target), then: statement)
            rule.comment = element.comment
            return rule
        }
        return forSet + forRanges + rulesForProtocols(then: statement)
    }

    private func rulesForProtocols(then statement: Ruleset.Statement) -> [Ruleset.Rule] {
        guard !protocols.isEmpty else { return [] }
        var rule = Ruleset.Rule(.protocols(protocols.map(\.number)), then: statement)
        rule.comment = PlainText(protocols.map(\.description).joined(separator: ", "))
        return [rule]
    }

    private static func areInOrder(_ left: Ruleset.PortElement, _ right: Ruleset.PortElement) -> Bool {
        (left.target.transport, left.target.ports) < (right.target.transport, right.target.ports)
    }

    private mutating func appendSingle(_ element: Ruleset.PortElement) {
        guard element.target != singles.last?.target else { return }
        singles.append(element)
    }

    /// Appends what of `element` lies behind the range before it.
    private mutating func appendRange(_ element: Ruleset.PortElement) {
        var rest = element
        if let last = ranges.last?.target, last.transport == element.target.transport {
            let free = max(Int(element.target.ports.lower), Int(last.ports.upper) + 1)
            guard let ports = PortRange(free, Int(element.target.ports.upper)) else { return }
            rest.target.ports = ports
        }
        ranges.append(rest)
    }
}
