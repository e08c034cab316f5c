import Catalog
import Policy

extension Engine {
    /// Every port of every selected runtime with its offset, and whether the selection opens it.
    func resolvePorts(_ selection: Selection, runtimes: [ResolvedRuntime]) throws(InvalidInput) -> [Candidate] {
        var findings: [Finding] = []
        var candidates: [Candidate] = []
        for (index, runtime) in runtimes.enumerated() {
            var lost: [PortDefinition] = []
            for definition in runtime.definition.ports {
                let closed = selection.closedReason(for: definition, of: runtime)
                let ports = runtime.ports(definition, audiences: selection.audiences(of: definition, runtime: runtime))
                if ports.isEmpty, closed == nil { lost.append(definition) }
                candidates += ports.map { Candidate(runtime: index, port: $0, closed: closed) }
            }
            findings += outOfRange(lost, runtime: runtime)
        }
        guard findings.isEmpty else { throw InvalidInput(findings) }
        return candidates
    }

    /// One finding for all of `runtime`'s ports that its offset moves past 65535, naming the highest.
    private func outOfRange(_ lost: [PortDefinition], runtime: ResolvedRuntime) -> [Finding] {
        guard let highest = lost.max(by: { $0.ports.upper < $1.ports.upper }) else { return [] }
        let others = lost.count > 1 ? ", and so are \(lost.count - 1) more of its ports" : ""
        let message =
            "\(runtime.definition.id): \(highest.id) \(highest.ports) + offset \(runtime.offset) is past 65535\(others)"
        let hint = "the largest offset that fits \(runtime.definition.id) is \(65535 - Int(highest.ports.upper))"
        return [Finding(.error, "offset-out-of-range", at: runtime.location, message, hint: hint)]
    }
}

extension Selection {
    /// Why `definition` is closed on `runtime`; nil where it is open.
    func closedReason(for definition: PortDefinition, of runtime: ResolvedRuntime) -> ClosedReason? {
        if let reference = disabled.first(where: { $0.matches(runtime.definition, definition.id) }) {
            return .disabled(reference)
        }
        if enabled.contains(where: { $0.matches(runtime.definition, definition.id) }) { return nil }
        if !basis.includes(definition.basis) { return .basis(definition.basis) }
        if let role = runtime.role, !definition.roles.isEmpty, !definition.roles.contains(role) {
            return .role(definition.roles)
        }
        if let mode = runtime.clustering, !definition.clustering.isEmpty, !definition.clustering.contains(mode) {
            return .clustering(definition.clustering)
        }
        return definition.feature.flatMap { closedReason(forFeature: $0, of: runtime.definition) }
    }

    private func closedReason(forFeature id: String, of runtime: Runtime) -> ClosedReason? {
        if let reference = disabled.first(where: { $0.matches(runtime, id) }) { return .disabled(reference) }
        if enabled.contains(where: { $0.matches(runtime, id) }) { return nil }
        let feature = runtime.features.first { $0.id == id }
        return feature?.enabledByDefault == false ? .feature(id) : nil
    }

    /// The catalog's audiences, or those of the last exposure that means the port.
    fileprivate func audiences(of definition: PortDefinition, runtime: ResolvedRuntime) -> [Audience] {
        exposures.last { $0.port.matches(runtime.definition, definition.id) }?.audiences ?? definition.audiences
    }
}

extension ResolvedRuntime {
    /// `definition` as it is on this runtime, an entry for each transport; none where the offset leaves no such port.
    func ports(_ definition: PortDefinition, audiences: [Audience]) -> [ResolvedPort] {
        let offset = definition.offset == .follows ? offset : 0
        guard let ports = definition.ports.shifted(by: offset) else { return [] }
        return definition.transports.map { transport in
            let service = Service(
                runtime: self.definition.id,
                id: definition.id,
                transport: transport,
                ports: ports,
                audiences: audiences,
                base: definition.ports,
                offset: offset,
                summary: definition.description
            )
            return ResolvedPort(service: service, definition: definition)
        }
    }
}
