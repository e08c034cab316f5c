import Policy

/// A way in that isn't meant for everybody, and that was given to more than a /8 of IPv4 or a /32 of IPv6.
///
/// The private ranges, which are open if nobody gives any, are `DefaultSource`'s.
enum ExposedWidely: LintRule {
    static let slug = "exposed-widely"

    static func findings(on host: ResolvedHost, context: LintContext) -> [Finding] {
        host.sensitivePorts.filter { $0.given.isWide && !$0.addresses.includesWholeFamily }.map { port in
            let message = "\(port.name) is reachable from \(port.given.summary), more than a /8 (IPv6: a /32)"
            return Finding(.warning, slug, at: port.location, "\(message): \(port.reason)", hint: port.hint)
        }
    }
}
