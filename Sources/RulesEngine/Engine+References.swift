import Catalog
import Policy

extension Engine {
    /// What `--enable`, `--disable` and `--expose` name and no selected runtime has, or what is both enabled and disabled.
    func unknownReferences(_ selection: Selection, runtimes: [ResolvedRuntime]) -> [Finding] {
        let switches = (selection.enabled + selection.disabled).compactMap { reference in
            unknown("feature or port", reference, runtimes: runtimes) { $0.features.map(\.id) + $0.ports.map(\.id) }
        }
        let exposures = selection.exposures.compactMap { exposure in
            unknown("port", exposure.port, runtimes: runtimes) { $0.ports.map(\.id) }
        }
        return switches + exposures + contradictions(selection)
    }

    private func unknown(
        _ kind: String,
        _ reference: CatalogReference,
        runtimes: [ResolvedRuntime],
        ids: (Runtime) -> [String]
    ) -> Finding? {
        let names = runtimes.map(\.definition.id)
        if let runtime = reference.runtime, !names.contains(runtime) {
            return .unknown("runtime", runtime, among: names, of: "the selection", at: reference.location)
        }
        let owners = runtimes.map(\.definition).filter { reference.runtime == nil || $0.id == reference.runtime }
        let known = owners.flatMap(ids)
        guard !known.contains(reference.id) else { return nil }
        let owner = owners.count == 1 ? owners[0].id : "the selection"
        return .unknown(kind, reference.id, among: known, of: owner, at: reference.location)
    }

    /// Exposures that would have no effect, since none of `candidates` opens the port.
    func closedExposures(_ exposures: [Exposure], among candidates: some Sequence<Candidate>) -> [Finding] {
        exposures.compactMap { exposure in
            let isOpen = candidates.contains { $0.isOpenInbound && exposure.port.matches($0.port.service) }
            guard !isOpen else { return nil }
            let message = "\(exposure.port) is exposed to others, but the selection doesn't open it"
            let hint = "open it with --enable \(exposure.port), or drop the exposure"
            return Finding(.error, "exposed-port-closed", at: exposure.port.location, message, hint: hint)
        }
    }

    private func contradictions(_ selection: Selection) -> [Finding] {
        selection.enabled.filter { enabled in selection.disabled.contains { $0.names(sameAs: enabled) } }.map {
            reference in
            let message = "\(reference.description.quotedForMessage) is both enabled and disabled"
            return Finding(.error, "enabled-and-disabled", at: reference.location, message, hint: "keep one of the two")
        }
    }
}

extension CatalogReference {
    /// Whether it means `id` of `runtime`.
    func matches(_ runtime: Runtime, _ id: String) -> Bool {
        self.id == id && (self.runtime == nil || self.runtime == runtime.id)
    }

    /// Whether it means the port `service`.
    func matches(_ service: Service) -> Bool {
        id == service.id && (runtime == nil || runtime == service.runtime)
    }

    fileprivate func names(sameAs other: CatalogReference) -> Bool {
        id == other.id && (runtime == other.runtime || runtime == nil || other.runtime == nil)
    }
}
