import Catalog
import Policy

extension Selection {
    /// What flags say for every runtime, with what the file says of `runtime`.
    func merging(_ runtime: PolicyRuntime) -> Selection {
        var result = self
        result.runtimes = [runtime.selected]
        result.enabled += runtime.enabled
        result.disabled += runtime.disabled
        // The last one counts, and flags come before the file.
        result.exposures = runtime.exposures + result.exposures
        return result
    }

    /// Only what concerns `runtime`, since other nodes may have the rest.
    func concerning(_ runtime: Runtime) -> Selection {
        let ports = Set(runtime.ports.map(\.id))
        let names = ports.union(runtime.features.map(\.id))
        var result = self
        result.enabled.removeAll { !$0.mayConcern(runtime, names) }
        result.disabled.removeAll { !$0.mayConcern(runtime, names) }
        result.exposures.removeAll { !$0.port.mayConcern(runtime, ports) }
        return result
    }

    /// The same without the places in files, so that equal selections are equal values.
    var withoutLocations: Selection {
        var result = self
        for index in result.runtimes.indices { result.runtimes[index].location = nil }
        for index in result.enabled.indices { result.enabled[index].location = nil }
        for index in result.disabled.indices { result.disabled[index].location = nil }
        for index in result.exposures.indices { result.exposures[index].port.location = nil }
        return result
    }
}

extension CatalogReference {
    /// A reference that names the runtime concerns it even where `names` lacks the id: then that is an error.
    fileprivate func mayConcern(_ runtime: Runtime, _ names: Set<String>) -> Bool {
        self.runtime.map { $0 == runtime.id } ?? names.contains(id)
    }
}
