import Catalog
import Policy
import RulesEngine

extension Explainer {
    /// What there is to say where no selected runtime has the port: who else has it, and what is near.
    var elsewhere: [String] {
        ["no selected runtime has \(target)"] + movedSSH + otherRuntimes + nearest
    }

    /// That SSH is closed, or somewhere else, for whoever asks for its usual port.
    private var movedSSH: [String] {
        guard host.policy.scope == .host, transport == .tcp, port == 22 else { return [] }
        let places = host.policy.guards.filter { $0.kind == .ssh }.map { "\($0.allowed)" }
        let sentence =
            places.isEmpty
            ? "SSH is closed, as --ssh none says" : "SSH is let in at \(places.joined(separator: ", ")), as --ssh says"
        return [sentence] + (address.map { ["to let \($0) in besides: --keep \(target)@\($0)"] } ?? [])
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
