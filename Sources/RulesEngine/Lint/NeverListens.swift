import Catalog
import Policy

/// A port that the documentation lists and no distribution of the product opens: a hole for whatever else takes the number.
enum NeverListens: LintRule {
    static let slug = "never-listens"

    static func findings(on host: ResolvedHost, context: LintContext) -> [Finding] {
        host.inbound.filter { $0.definition.basis == .documented }.map { port in
            let hint = "close it with --disable \(port.service.runtime)/\(port.service.id), or choose --basis observed"
            return Finding(
                .warning,
                slug,
                at: host.place(of: port),
                "\(port.name) is open, but no distribution of the product listens there",
                hint: hint
            )
        }
    }
}
