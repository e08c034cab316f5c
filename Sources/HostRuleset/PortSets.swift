import Policy

/// Ports as two named sets hold them: single ones each once, and ranges that don't overlap.
struct PortSets {
    /// What the set of single ports and the set of ranges are called.
    struct Names {
        var singles: ObjectName
        var ranges: ObjectName

        /// `clients_services` and `clients_ranges`.
        init(of name: ObjectName) {
            self.init(singles: name.appending("services"), ranges: name.appending("ranges"))
        }

        private init(singles: ObjectName, ranges: ObjectName) {
            self.singles = singles
            self.ranges = ranges
        }

        /// The ports that product scope decides.
        static let fenced = Names(singles: ObjectName("fenced_ports"), ranges: ObjectName("fenced_ranges"))
        /// What the host itself needs outside.
        static let hostEssentials = Names(of: ObjectName("host"))
    }

    private let names: Names
    private let comment: String
    private var singles: [Ruleset.PortElement] = []
    private var ranges: [Ruleset.PortElement] = []

    /// The sets of `elements` under `names`, both with `comment`.
    ///
    /// Of what is there twice, the first one's comment stays.
    init(_ names: Names, comment: String, _ elements: some Sequence<Ruleset.PortElement>) {
        self.names = names
        self.comment = comment
        for element in elements.sorted(by: Self.areInOrder) {
            if element.target.ports.isSingle { appendSingle(element) } else { appendRange(element) }
        }
    }

    var isEmpty: Bool { singles.isEmpty && ranges.isEmpty }

    /// The sets that have elements.
    var sets: [Ruleset.NamedSet] {
        var sets: [Ruleset.NamedSet] = []
        if !singles.isEmpty {
            let comment = PlainText("\(comment); counts new connections")
            sets.append(Ruleset.NamedSet(name: names.singles, comment: comment, elements: .ports(singles)))
        }
        if !ranges.isEmpty {
            let comment = PlainText(comment)
            sets.append(Ruleset.NamedSet(name: names.ranges, comment: comment, elements: .portRanges(ranges)))
        }
        return sets
    }

    /// A rule for each of the sets: `statement` for packets to its ports.
    func rules(then statement: Ruleset.Statement) -> [Ruleset.Rule] {
        var rules: [Ruleset.Rule] = []
        if !singles.isEmpty { rules.append(Ruleset.Rule(.destinationPort(in: names.singles), then: statement)) }
        if !ranges.isEmpty { rules.append(Ruleset.Rule(.destinationPort(in: names.ranges), then: statement)) }
        return rules
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
