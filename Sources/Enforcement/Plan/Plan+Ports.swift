import Netfilter

extension Plan {
    /// What `AUDIENCE_services` and its like gain and lose.
    static func portChanges(_ before: KernelTable, _ wanted: KernelTable) -> [PlannedChange] {
        let old = before.portsByPlace
        let new = wanted.portsByPlace
        return Set(old.keys).union(new.keys).sorted().flatMap { place in
            changes(from: old[place] ?? [], to: new[place] ?? [], place: place)
        }
    }

    private static func changes(from old: [SetElement], to new: [SetElement], place: String) -> [PlannedChange] {
        let oldByKey = Dictionary(old.map { ($0.key, $0) }) { first, _ in first }
        let newByKey = Dictionary(new.map { ($0.key, $0) }) { first, _ in first }
        let removed = old.filter { newByKey[$0.key] == nil }.map {
            PlannedChange(.remove, $0.portName(place), $0.comment)
        }
        let added = new.compactMap { element -> PlannedChange? in
            guard let present = oldByKey[element.key] else {
                return PlannedChange(.add, element.portName(place), element.comment)
            }
            return present.comment == element.comment
                ? nil : PlannedChange(.change, element.portName(place), element.comment)
        }
        return removed + added
    }
}

extension KernelTable {
    /// The elements of the sets of ports, by the name of who reaches them: `admins`.
    fileprivate var portsByPlace: [String: [SetElement]] {
        var ports: [String: [SetElement]] = [:]
        for filled in sets {
            guard case .ports(let elements) = filled.elements, let place = filled.set.name.name.place else { continue }
            ports[place, default: []] += elements.sorted { $0.portOrder.lexicographicallyPrecedes($1.portOrder) }
        }
        return ports
    }
}

extension String {
    /// Whose ports the set of this name holds; nil where it isn't one of ours.
    var place: String? {
        for suffix in ["_services", "_ports"] where hasSuffix(suffix) {
            return String(dropLast(suffix.count))
        }
        return nil
    }

    /// How a place reads behind a port: `from admins`, `to to_apim_gateway_1` being the host's own connections.
    fileprivate var preposition: String {
        switch self {
        case "host": "to anywhere, for the host itself"
        case "fenced": "fenced"
        case _ where hasPrefix("to_"): "to \(dropFirst(3))"
        case _ where hasPrefix("guard"): "from the administrator (\(self))"
        default: "from \(self)"
        }
    }
}

extension SetElement {
    /// `9444/tcp from admins`.
    fileprivate func portName(_ place: String) -> String {
        guard case .number(let transport)? = key.first, case .number(let port)? = key.last, key.count == 2 else {
            return "\(self) in \(place)"
        }
        let name = transport == 6 ? "tcp" : transport == 17 ? "udp" : "protocol \(transport)"
        return "\(port)/\(name) \(place.preposition)"
    }

    /// By port, then transport.
    fileprivate var portOrder: [UInt128] {
        key.reversed().map { if case .number(let number) = $0 { number } else { 0 } }
    }
}
