import Policy

extension IntervalSet<UInt16> {
    /// Every port.
    static let allPorts = IntervalSet([1...65535])

    /// The ports of texts such as `9443`, `4000-4009` or `*`; nil where one is no such text.
    init?(portTexts: [String]) {
        let ranges = portTexts.map { $0 == "*" ? PortRange(1, 65535) : PortRange($0) }
        guard ranges.allSatisfy({ $0 != nil }) else { return nil }
        self.init(ranges.compactMap { $0 }.map { $0.lower...$0.upper })
    }
}

/// Ports that rules decide in their order: the first one that has a port decides it.
struct PortDecisions {
    private(set) var allowed = IntervalSet<UInt16>()
    private var undecided = IntervalSet<UInt16>.allPorts

    mutating func decide(_ ports: IntervalSet<UInt16>, isAllowed: Bool) {
        if isAllowed { allowed = allowed.union(ports.intersection(undecided)) }
        undecided = undecided.subtracting(ports)
    }
}
