import Emitters
import Policy
import TestSupport
import Testing

extension CloudEquivalence {
    /// Compares random policies, each after a `change`, with what `read` makes of its document.
    static func ofRandomPolicies(
        seed: UInt64,
        changing change: (HostPolicy) -> HostPolicy = { $0 },
        _ read: (HostPolicy) throws -> any CloudEvaluator
    ) throws -> CloudEquivalence {
        var random = RandomPolicies(seed: seed)
        var equivalence = CloudEquivalence()
        for _ in 0..<RandomPolicies.count {
            let policy = change(random.cloudPolicy())
            try equivalence.compare(policy, with: read(policy))
        }
        return equivalence
    }

    /// Expects no disagreement, over as many connections as so many policies make.
    func expectNone(sourceLocation: Testing.SourceLocation = #_sourceLocation) {
        #expect(wronglyAccepted == [], sourceLocation: sourceLocation)
        #expect(wronglyDropped == [], sourceLocation: sourceLocation)
        #expect(connections > 100 * RandomPolicies.count, sourceLocation: sourceLocation)
    }
}

extension HostPolicy {
    /// The same policy with everything that has an order the other way round.
    var reordered: HostPolicy {
        HostPolicy(
            title: title,
            services: services.reversed(),
            sources: sources.reversed(),
            guards: guards.reversed(),
            egress: egress?.reversed().map {
                EgressGroup(
                    name: $0.name,
                    destinations: $0.destinations,
                    services: $0.services.reversed(),
                    nodes: $0.nodes.reversed()
                )
            },
            notes: notes
        )
    }
}
