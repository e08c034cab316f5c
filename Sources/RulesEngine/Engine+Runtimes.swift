import Catalog
import Policy

extension Engine {
    /// Looks the selected names up and fills the defaults in.
    func resolveRuntimes(_ selection: Selection) throws(InvalidInput) -> [ResolvedRuntime] {
        var findings: [Finding] = []
        var runtimes: [ResolvedRuntime] = []
        if selection.runtimes.isEmpty {
            findings.append(
                Finding(.error, "no-runtime", "no runtime is selected", hint: "choose from: \(knownRuntimes)")
            )
        }
        if selection.runtimes.count > Selection.mostRuntimes {
            throw InvalidInput([Finding(.error, "too-many", "more than \(Selection.mostRuntimes) runtimes on a host")])
        }
        for selected in selection.runtimes {
            guard let definition = catalog.runtime(selected.name) else {
                findings.append(unknownRuntime(selected.name, at: selected.location))
                continue
            }
            runtimes.append(definition.resolved(selected, findings: &findings))
        }
        if findings.isEmpty {
            findings = unknownReferences(selection, runtimes: runtimes)
        }
        guard findings.isEmpty else { throw InvalidInput(findings) }
        return runtimes
    }

    private var knownRuntimes: String {
        catalog.runtimes.map(\.id).joined(separator: ", ")
    }

    private func unknownRuntime(_ name: String, at location: SourceLocation?) -> Finding {
        .unknown("runtime", name, among: catalog.runtimes.map(\.id), of: "the catalog", at: location)
    }
}

extension Runtime {
    fileprivate func resolved(_ selected: SelectedRuntime, findings: inout [Finding]) -> ResolvedRuntime {
        if let role = selected.role, !roles.contains(where: { $0.id == role }) {
            findings.append(.unknown("role", role, among: roles.map(\.id), of: id, at: selected.location))
        }
        if let mode = selected.clustering, !clusteringModes.contains(where: { $0.id == mode }) {
            let modes = clusteringModes.map(\.id)
            findings.append(.unknown("clustering mode", mode, among: modes, of: id, at: selected.location))
        }
        if let offset = selected.offset, !(0..<65535).contains(offset) {
            let message = "\(offset) is no port offset for \(id)"
            let hint = "an offset is a number from 0 to 65534"
            findings.append(Finding(.error, "invalid-offset", at: selected.location, message, hint: hint))
        }
        return ResolvedRuntime(
            definition: self,
            offset: selected.offset ?? defaultOffset,
            role: selected.role ?? roles.first?.id,
            clustering: selected.clustering ?? clusteringModes.first?.id,
            location: selected.location
        )
    }
}

extension Finding {
    /// A name that isn't there, with the nearest one that is.
    static func unknown(
        _ kind: String,
        _ name: String,
        among known: [String],
        of owner: String,
        at location: SourceLocation?
    ) -> Finding {
        let slug = "unknown-\(kind.split(separator: " ").joined(separator: "-"))"
        let message = "\(owner) has no \(kind) \(name.quotedForMessage)"
        guard !known.isEmpty else {
            return Finding(.error, slug, at: location, message, hint: "it has no \(kind)s at all")
        }
        let list = "known: \(known.joined(separator: ", "))"
        let hint = nearestName(to: name, in: known).map { "did you mean \($0)? (\(list))" } ?? list
        return Finding(.error, slug, at: location, message, hint: hint)
    }
}
