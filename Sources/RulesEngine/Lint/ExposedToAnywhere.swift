import Policy

/// A way in that isn't meant for everybody, and that all of IPv4 or all of IPv6 may reach.
enum ExposedToAnywhere: LintRule {
    static let slug = "exposed-to-anywhere"

    static func findings(on host: ResolvedHost, context: LintContext) -> [Finding] {
        host.sensitivePorts.filter(\.addresses.includesWholeFamily).map { port in
            Finding(
                .warning,
                slug,
                at: port.location,
                "\(port.name) is reachable from anywhere: \(port.reason)",
                hint: port.hint
            )
        }
    }
}
