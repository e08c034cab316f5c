import Catalog
import Policy

/// A port without the other one that its clients need too: they connect, and then fail.
enum MissingCompanion: LintRule {
    static let slug = "missing-companion"

    static func findings(on host: ResolvedHost, context: LintContext) -> [Finding] {
        host.inbound.flatMap { port in
            port.definition.needs.compactMap { id in finding(port, needs: id, on: host) }
        }
    }

    private static func finding(_ port: ResolvedPort, needs id: String, on host: ResolvedHost) -> Finding? {
        let companions = host.inbound.filter { $0.isCompanion(id, of: port) }
        let uncovered = host.reachableFrom(port).subtracting(AddressSet(unionOf: companions.map(host.reachableFrom)))
        guard !uncovered.isEmpty else { return nil }
        let name = "\(port.service.runtime)/\(id)"
        let state = companions.isEmpty ? "is closed" : "isn't open to all who may reach the first"
        let hint = companions.isEmpty ? "open it with --enable \(name)" : "give both the same audiences with --expose"
        return Finding(
            .warning,
            slug,
            at: host.place(of: port),
            "\(port.name) is of no use without \(name), which \(state)",
            hint: hint
        )
    }
}

extension ResolvedPort {
    /// Whether this is the port `id` of the same runtime at the same offset.
    fileprivate func isCompanion(_ id: String, of other: ResolvedPort) -> Bool {
        service.runtime == other.service.runtime && service.id == id && service.offset == other.service.offset
    }
}
