package import Netfilter
package import Policy

/// A port that our table lets somebody reach, and how often they did.
package struct OpenPort: Hashable, Sendable {
    /// 1…65535.
    package let port: UInt16
    /// TCP or UDP.
    package let transport: Transport
    /// Who: `admins`, `guard`, or where to at output: `to_cp`.
    package let place: String
    /// The first packets of connections to it, or of exchanges.
    package let hits: CounterValue
    /// What it is for; nil where the table doesn't say.
    package let purpose: String?

    /// The single ports of a table, by place, port and transport.
    static func list(_ contents: TableContents) -> [OpenPort] {
        let sets = contents.sets.sorted { $0.set.name.name < $1.set.name.name }
        return sets.flatMap { loaded -> [OpenPort] in
            guard let place = loaded.set.name.name.place, place != "fenced" else { return [] }
            let elements = contents.elements[loaded.set.name] ?? []
            return elements.compactMap { OpenPort($0, place) }.sorted {
                ($0.port, $0.transport.rawValue) < ($1.port, $1.transport.rawValue)
            }
        }
    }

    private init?(_ element: SetElement, _ place: String) {
        guard case .number(let transport)? = element.key.first, case .number(let number)? = element.key.last,
            let hits = element.counter, let port = UInt16(exactly: number), let transport = Transport(number: transport)
        else { return nil }
        self.port = port
        self.transport = transport
        self.place = place
        self.hits = hits
        purpose = element.comment
    }
}

extension Transport {
    /// The one with the number that IP has for it; nil for any other.
    fileprivate init?(number: UInt128) {
        switch number {
        case 6: self = .tcp
        case 17: self = .udp
        default: return nil
        }
    }
}
