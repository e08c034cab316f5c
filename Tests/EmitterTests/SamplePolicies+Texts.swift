import Policy
import TestSupport

extension SamplePolicies {
    /// `text` wherever a policy can have one, but not in the names of egress groups, which name sets and chains.
    static func saying(_ text: String) -> HostPolicy {
        var policy = everything
        policy.title = text
        policy.notes = [text, text]
        for index in policy.services.indices.prefix(2) {
            policy.services[index].runtime = text
            policy.services[index].id = text
            policy.services[index].summary = text
        }
        policy.egress = policy.egress?.map { group in
            EgressGroup(
                name: group.name,
                destinations: group.destinations,
                services: group.services.map { EgressService($0.target, summary: text) }
            )
        }
        return policy
    }
}
