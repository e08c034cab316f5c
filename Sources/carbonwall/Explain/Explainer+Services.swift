import Catalog
import Policy
import RulesEngine

extension Explainer {
    /// What `port` is, how its number comes about, and what moves it.
    func identity(of port: ResolvedPort) -> [String] {
        let service = port.service
        let sentence = "\(service.runtime) \(service.id) is \(port.target): \(port.arithmetic). \(service.summary)"
        let key = port.definition.configurationKey.map { "its configuration key: \($0)" }
        return [sentence, key].compactMap(\.self)
    }

    /// Who may reach `port`.
    func audiences(of port: ResolvedPort) -> String {
        let texts = port.service.audiences.map { "\($0.rawValue) (\(sourceSummary($0)))" }
        return "\(port.service.runtime) \(port.service.id) is open to \(texts.joined(separator: ", "))"
    }

    /// The addresses of `audience`, and whether anybody gave them.
    func sourceSummary(_ audience: Audience) -> String {
        let isDefault = isDefault(audience)
        return host.policy.addresses(of: audience).summary + (isDefault ? ", by default" : "")
    }

    /// Whether nobody said where `audience` comes from.
    func isDefault(_ audience: Audience) -> Bool {
        host.policy.sources.first { $0.audience == audience }?.isDefault ?? true
    }
}

extension ResolvedPort {
    /// `runtime/id`, as options take it.
    var reference: String { "\(service.runtime)/\(service.id)" }

    /// `9443 + offset 1`, or `4000, whatever the offset`.
    fileprivate var arithmetic: String {
        switch definition.offset {
        case .follows: "\(service.base) + offset \(service.offset)"
        case .fixed: "\(service.base), whatever the offset"
        }
    }
}
