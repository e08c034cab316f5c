import Catalog
import Policy
import RulesEngine

extension Explainer {
    /// Why the port is closed: to this address, or altogether.
    var closedReasons: [String] {
        let known = guards.map(refusal) + listening.flatMap(refusal) + closedHere + outbound
        return ["no rule lets it in: the final drop decides"] + (known.isEmpty ? elsewhere : known)
    }

    /// The guard is there, and the address isn't one of its own.
    private func refusal(_ administratorGuard: AdministratorGuard) -> String {
        let target = administratorGuard.allowed
        let sentence = "the administrator's guard keeps \(target) open to \(guardSummary(administratorGuard))"
        return sentence + (address.map { "; to let \($0) in besides: \(target.optionLettingIn($0))" } ?? "")
    }

    /// The service is there, and the address is in none of its audiences.
    private func refusal(_ port: ResolvedPort) -> [String] {
        guard let address else { return identity(of: port) + [audiences(of: port)] }
        return identity(of: port) + ["\(audiences(of: port)); \(address) is in none of these"]
            + opening(port, to: address)
    }

    private func opening(_ port: ResolvedPort, to address: IPAddress) -> [String] {
        guard let audience = port.service.audiences.first else { return [] }
        // What is given takes the place of a default, so an option that only adds has to name the default's blocks, too.
        let present = isDefault(audience) ? host.policy.addresses(of: audience).blockTexts : []
        let addresses = (present + ["\(address)"]).joined(separator: ",")
        return ["to let \(address) in besides: --from \(audience.rawValue)=\(addresses)"] + exposure(port, to: address)
    }

    /// How to give the port to an audience that the address is in already.
    private func exposure(_ port: ResolvedPort, to address: IPAddress) -> [String] {
        guard let other = Audience.allCases.first(where: { host.policy.addresses(of: $0).contains(address) }) else {
            return []
        }
        let names = (port.service.audiences + [other]).sorted().map(\.rawValue).joined(separator: ",")
        let isWide = host.policy.addresses(of: other).includesWholeFamily
        let caution = isWide ? port.definition.internalBecause.map { "; better not: \($0)" } ?? "" : ""
        return [
            "to let all \(other.rawValue) in (\(sourceSummary(other))): --expose \(port.reference)=\(names)\(caution)"
        ]
    }

    /// What the selected runtimes could have there.
    private var closedHere: [String] {
        let closed = host.closedPorts.filter {
            $0.port.definition.direction == .inbound && $0.port.target.contains(transport, port)
        }
        return closed.flatMap { identity(of: $0.port) + [advice.reason($0)] }
    }

    private var outbound: [String] {
        host.ports.filter { $0.definition.direction == .outbound && $0.target.contains(transport, port) }.map {
            "\($0.service.runtime) \($0.service.id): the host connects to \(target) elsewhere (\($0.service.summary)); nothing listens here"
        }
    }
}
