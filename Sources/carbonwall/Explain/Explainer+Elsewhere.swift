import Catalog
import Policy
import RulesEngine

extension Explainer {
    /// What there is to say where no selected runtime has the port: who else has it, and what is near.
    var elsewhere: [String] {
        ["no selected runtime has \(target)"] + otherRuntimes + nearest
    }

    /// The runtimes that have the port open when they are selected, with every default.
    private var otherRuntimes: [String] {
        let selected = host.runtimes.map(\.definition.id)
        return catalog.runtimes.filter { !selected.contains($0.id) }.compactMap { runtime in
            let alone = try? Engine(catalog: catalog).resolve(Selection(runtimes: [SelectedRuntime(name: runtime.id)]))
            let match = alone?.ports.first {
                $0.definition.direction == .inbound && $0.target.contains(transport, port)
            }
            return match.map { "\(runtime.title) has it (\($0.service.id)): --runtime \(runtime.id)" }
        }
    }

    /// The open ports next below and next above.
    private var nearest: [String] {
        let open = host.ports.filter { $0.definition.direction == .inbound && $0.service.transport == transport }
        let below = open.last { $0.service.ports.upper < port }
        let above = open.first { $0.service.ports.lower > port }
        let names = [below, above].compactMap(\.self).map { "\($0.target) (\($0.service.runtime) \($0.service.id))" }
        return names.isEmpty ? [] : ["the nearest open ports: \(names.joined(separator: ", "))"]
    }
}
