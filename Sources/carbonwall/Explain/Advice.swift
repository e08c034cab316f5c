import Catalog
import Policy
import RulesEngine

/// What to change to open a port that the selection closes.
struct Advice {
    /// Whether a policy file chooses roles and clustering modes, instead of flags.
    let usesPolicyFile: Bool

    /// The option that says all of where an audience comes from.
    var replacingSourceOption: String { usesPolicyFile ? "--only-from" : "--from" }

    /// Why `closed` is closed, and what opens it.
    func reason(_ closed: ClosedPort) -> String {
        let runtime = closed.port.service.runtime
        let enable = "--enable \(closed.port.reference)"
        return switch closed.reason {
        case .disabled(let reference): "--disable \(reference) closes it: leave that out"
        case .feature(let id): "it belongs to \(id), which is off: --enable \(runtime)/\(id)"
        case .role(let roles): "only \(list(roles)) has it: \(setting("role", runtime, roles)), or \(enable)"
        case .clustering(let modes):
            "only clustering \(list(modes)) opens it: \(setting("clustering", runtime, modes)), or \(enable)"
        case .basis(let basis):
            "it is only \(basis.rawValue), which --basis leaves out: leave --basis out, or \(enable)"
        case .nobodyConnects: "no node of the deployment connects to it: --expose \(closed.port.reference)=components"
        }
    }

    private func list(_ names: [String]) -> String {
        names.joined(separator: " or ")
    }

    private func setting(_ option: String, _ runtime: String, _ values: [String]) -> String {
        let value = values.first ?? ""
        return usesPolicyFile
            ? "\(option): \(value) at \(runtime) in the policy file" : "--\(option) \(runtime)=\(value)"
    }
}
