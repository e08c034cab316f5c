import Policy

/// Which connections a comparison lets go on.
enum Predicate: Hashable {
    case always
    case never
    /// Nothing here says: each may go on, and may not.
    case unknown
    case sources(IntervalSet<UInt128>)
    case ports(IntervalSet<UInt16>)
    /// Those of at least one of these; nil stands for all.
    case anyOf([Box])

    /// Sources and ports that belong together.
    struct Box: Hashable {
        var sources: IntervalSet<UInt128>?
        var ports: IntervalSet<UInt16>?
    }

    /// The opposite.
    var inverted: Predicate {
        switch self {
        case .always: .never
        case .never: .always
        case .unknown, .anyOf: .unknown
        case .sources(let sources): .sources(sources.complement)
        case .ports(let ports): .ports(ports.complement)
        }
    }

    /// This one where `isInverted` is false, else the opposite.
    func inverted(if isInverted: Bool) -> Predicate { isInverted ? inverted : self }
}

extension Traffic {
    /// What goes on, and what doesn't; where nothing says which, all of it is in both.
    func split(by predicate: Predicate) -> (matching: [Traffic], others: [Traffic]) {
        switch predicate {
        case .always: ([self], [])
        case .never: ([], [self])
        case .unknown: ([self], [self])
        case .sources(let sources): parts(inside(sources, nil), outside(sources, nil))
        case .ports(let ports): parts(inside(nil, ports), outside(nil, ports))
        case .anyOf(let boxes):
            (
                boxes.flatMap { inside($0.sources, $0.ports) }.filter { !$0.isEmpty },
                boxes.reduce([self]) { rest, box in rest.flatMap { $0.outside(box.sources, box.ports) } }
                    .filter { !$0.isEmpty }
            )
        }
    }

    private func parts(_ matching: [Traffic], _ others: [Traffic]) -> (matching: [Traffic], others: [Traffic]) {
        (matching.filter { !$0.isEmpty }, others.filter { !$0.isEmpty })
    }

    private func inside(_ sources: IntervalSet<UInt128>?, _ ports: IntervalSet<UInt16>?) -> [Traffic] {
        var part = self
        if let sources { part.sources = self.sources.intersection(sources) }
        if let ports { part.ports = self.ports.intersection(ports) }
        return [part]
    }

    /// Other sources to any port, and the same sources to other ports.
    private func outside(_ sources: IntervalSet<UInt128>?, _ ports: IntervalSet<UInt16>?) -> [Traffic] {
        var parts: [Traffic] = []
        var same = self
        if let sources {
            parts.append(Traffic(kind, from: self.sources.subtracting(sources), to: self.ports))
            same.sources = self.sources.intersection(sources)
        }
        if let ports {
            same.ports = self.ports.subtracting(ports)
            parts.append(same)
        }
        return parts.filter { !$0.isEmpty }
    }
}
