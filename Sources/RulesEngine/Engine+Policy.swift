import Catalog
import Policy

extension Engine {
    /// The policy in which the open ones of `candidates`, in table order, are services.
    func policy(
        _ selection: Selection,
        runtimes: [ResolvedRuntime],
        candidates: [Candidate],
        egress: [EgressGroup]?
    ) -> HostPolicy {
        let guards = selection.guards
        let services = candidates.compactMap { $0.isOpenInbound ? $0.port.service : nil }
        return HostPolicy(
            title: runtimes.sorted { $0.titleKey < $1.titleKey }.map(\.title).joined(separator: " + "),
            services: services,
            sources: selection.givenSources,
            guards: guards,
            scope: scope(selection, candidates: candidates),
            interfaces: selection.interfaces,
            multicastGroups: multicastGroups(runtimes),
            egress: egress,
            rejects: selection.rejects,
            notes: notes(selection, runtimes: runtimes, services: services, guards: guards)
        )
    }

    /// In product scope every inbound port is fenced, the closed ones too: what the firewall closes must not pass.
    private func scope(_ selection: Selection, candidates: [Candidate]) -> HostPolicy.Scope {
        switch selection.scope {
        case .host: .host
        case .product:
            .product(
                fenced: candidates.filter { $0.port.definition.direction == .inbound }.map(\.port.target).uniqued()
            )
        }
    }

    private func multicastGroups(_ runtimes: [ResolvedRuntime]) -> [IPv4Address] {
        let groups = runtimes.flatMap { $0.clusteringMode?.multicastGroups ?? [] }
        return groups.sorted { $0.bits < $1.bits }.uniqued()
    }

    private func notes(
        _ selection: Selection,
        runtimes: [ResolvedRuntime],
        services: [Service],
        guards: [AdministratorGuard]
    ) -> [String] {
        let used = Set(services.flatMap(\.audiences)).union(guards.contains { $0.addresses == nil } ? [.admins] : [])
        let missing = Audience.allCases.filter { used.contains($0) && selection.givenAddresses(of: $0) == nil }
        let products = runtimes.flatMap { runtime in runtime.definition.notes.map { "\(runtime.definition.id): \($0)" }
        }
        return (selection.scope == .host ? closedSSH(guards) : []) + defaultNotes(for: missing) + products.uniqued()
    }
}

/// That nobody can log in over SSH, since the selection says so.
private func closedSSH(_ guards: [AdministratorGuard]) -> [String] {
    guard !guards.contains(where: { $0.kind == .ssh }) else { return [] }
    return ["SSH IS CLOSED to everybody, as --ssh none says: whoever administers the host needs another way in"]
}

/// What is assumed for the audiences `missing`, that nobody gave a source for.
private func defaultNotes(for missing: [Audience]) -> [String] {
    let everybody = missing.filter { $0.defaultAddresses == .everything }.map(\.rawValue)
    let inside = missing.filter { $0.defaultAddresses != .everything }.map(\.rawValue)
    let ranges = "10/8, 172.16/12, 192.168/16, fc00::/7, fe80::/10"
    return (everybody.isEmpty ? [] : ["no source given for \(everybody.joined(separator: ", ")), so anywhere"])
        + (inside.isEmpty
            ? [] : ["no source given for \(inside.joined(separator: ", ")), so private ranges only (\(ranges))"])
}

extension Selection {
    /// What was given, in the audiences' order.
    var givenSources: [Source] {
        Audience.allCases.compactMap { audience in
            guard let addresses = givenAddresses(of: audience) else { return nil }
            var source = Source(audience, addresses)
            if names(audience) { source.peers = PeerNodes(nodes: [audience.rawValue], others: addresses) }
            return source
        }
    }
}

extension ResolvedRuntime {
    /// The mode that nodes of it find each other by.
    var clusteringMode: ClusteringMode? {
        definition.clusteringModes.first { $0.id == clustering }
    }

    /// By what the titles of a host's runtimes are sorted, so that the order in which they were given doesn't show.
    fileprivate var titleKey: (String, Int, String) { (definition.id, offset, title) }

    /// `apim:1 (gateway, wka)`.
    fileprivate var title: String {
        let details = [role, clustering == definition.clusteringModes.first?.id ? nil : clustering].compactMap(\.self)
        return details.isEmpty ? label : "\(label) (\(details.joined(separator: ", ")))"
    }
}

extension Array where Element: Hashable {
    /// Each element once, where it first stands.
    func uniqued() -> [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
