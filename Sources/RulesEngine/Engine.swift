public import Catalog
public import Policy

/// Turns selections into ports and host policies by what the catalog says.
///
/// Pure: no files, no clock, no kernel.
public struct Engine: Sendable {
    /// The runtimes that can be selected.
    public let catalog: ProductCatalog

    /// An engine that knows the runtimes of `catalog`.
    public init(catalog: ProductCatalog) {
        self.catalog = catalog
    }

    /// The ports and the policy of one host that stands alone: who reaches it is given by address, or the defaults.
    ///
    /// - Parameter selection: What runs on the host and who may reach it.
    /// - Returns: Every port, open or closed, and the policy.
    /// - Throws: Every reason why `selection` can't be used: unknown names, offsets out of range, collisions.
    public func resolve(_ selection: Selection) throws(InvalidInput) -> ResolvedHost {
        let runtimes = try resolveRuntimes(selection)
        let candidates = try resolvePorts(selection, runtimes: runtimes)
        let closed = closedExposures(selection.exposures, among: candidates)
        guard closed.isEmpty else { throw InvalidInput(closed) }
        let egress =
            selection.fencesEgress ? standaloneEgress(selection, runtimes: runtimes, candidates: candidates) : nil
        return try host(selection, runtimes: runtimes, candidates: candidates, egress: egress)
    }

    /// The host on which `candidates` are open or closed as they say.
    func host(
        _ selection: Selection,
        runtimes: [ResolvedRuntime],
        candidates: [Candidate],
        egress: [EgressGroup]?
    ) throws(InvalidInput) -> ResolvedHost {
        let findings = findCollisions(candidates, runtimes: runtimes)
        guard findings.isEmpty else { throw InvalidInput(findings) }
        let sorted = candidates.inTableOrder
        return ResolvedHost(
            runtimes: runtimes,
            ports: sorted.compactMap { $0.isOpen ? $0.port : nil },
            closedPorts: sorted.compactMap(\.closedPort),
            policy: policy(selection, runtimes: runtimes, candidates: sorted, egress: egress)
        )
    }
}

/// A port of a selected runtime, on its way to being open or closed.
struct Candidate {
    /// Which of the selected runtimes has it.
    var runtime: Int
    var port: ResolvedPort
    /// nil where it is open.
    var closed: ClosedReason?

    var isOpen: Bool { closed == nil }

    var isOpenInbound: Bool { isOpen && port.definition.direction == .inbound }

    var closedPort: ClosedPort? {
        closed.map { ClosedPort(port: port, reason: $0) }
    }
}

extension [Candidate] {
    /// By port, transport, runtime; sorted by small keys, since a candidate is costly to move.
    fileprivate var inTableOrder: [Candidate] {
        indices.map { index in (key: self[index].port.service.tableKey, index: index) }
            .sorted { $0.key < $1.key }
            .map { self[$0.index] }
    }
}
