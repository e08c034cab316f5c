import Catalog
public import Policy

/// One thing that lint looks for; one file each.
package protocol LintRule: Sendable {
    /// The name of its findings and of its section in docs/lint.md.
    static var slug: String { get }

    /// What it finds on `host`, in the order of the ports.
    static func findings(on host: ResolvedHost, context: LintContext) -> [Finding]
}

/// Every rule, in the order in which findings are shown.
package let lintRules: [any LintRule.Type] = [
    NeverListens.self,
    ExposedToAnywhere.self,
    ExposedWidely.self,
    MonitoringExposed.self,
    MissingCompanion.self,
    MulticastUnavailable.self,
    EphemeralPort.self,
    InterfaceUnmatched.self,
    SSHClosed.self,
    DefaultSource.self,
]

extension ResolvedHost {
    /// What is doubtful about it.
    ///
    /// - Parameter context: The machine that the rules are for.
    /// - Returns: Warnings and notes, by rule, then port; none is a reason not to go on.
    public func lint(context: LintContext) -> [Finding] {
        lintRules.flatMap { $0.findings(on: self, context: context) }
    }

    /// The ports that are open to others.
    var inbound: [ResolvedPort] {
        ports.filter { $0.definition.direction == .inbound }
    }

    /// Every address that may reach `port`.
    func reachableFrom(_ port: ResolvedPort) -> AddressSet {
        AddressSet(unionOf: port.service.audiences.map(policy.addresses(of:)))
    }
}

extension ResolvedPort {
    /// `9611/tcp (apim databridge 9611)`.
    var name: String { "\(target) (\(service.origin))" }
}
