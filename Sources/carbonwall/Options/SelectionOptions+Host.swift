import Catalog
import Policy
import RulesEngine
import SystemPackage

extension SelectionOptions {
    /// Whether any of the flags is there.
    var isGiven: Bool {
        let lists = [runtimes.count, clustering.count, roles.count, enabled.count, disabled.count, exposures.count]
        let more = [from.count, onlyFrom.count, ssh.count, keep.count, interfaces.count]
        return (lists + more).contains { $0 > 0 } || offset != nil || policy != nil || node != nil || basis != nil
            || scope != nil || fencesEgress || rejects
    }

    /// The host that the flags or the policy file select.
    ///
    /// - Throws: Everything that is wrong with them.
    func host() throws(CommandFailure) -> ResolvedHost {
        try checkNoProbe()
        let mayNeedOthers = policy != nil || fencesEgress || runtimes.isEmpty
        return try host(in: try rules.catalog(only: mayNeedOthers ? nil : Set(runtimes.map(\.name.text))))
    }

    /// The same, where the catalog is at hand and `--from ADDRESS` means something.
    func host(in catalog: ProductCatalog) throws(CommandFailure) -> ResolvedHost {
        let engine = Engine(catalog: catalog)
        if let policy { return try deployedHost(policy, engine: engine) }
        let selection = try selection(catalog)
        do {
            return try engine.resolve(selection)
        } catch {
            throw .invalid(error)
        }
    }

    /// - Throws: That a source has no audience, which only `explain` makes sense of.
    func checkNoProbe() throws(CommandFailure) {
        guard let probe = probes.first else { return }
        throw .usage(
            "--from \(probe) names no audience",
            hint: "write AUDIENCE=\(probe), such as --from admins=\(probe)"
        )
    }

    /// The addresses that `explain` is asked about.
    var probes: [IPAddress] {
        from.compactMap { argument in
            if case .probe(let address) = argument { address } else { nil }
        }
    }
}
