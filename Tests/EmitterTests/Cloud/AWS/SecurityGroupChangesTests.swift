import Emitters
import Policy
import TestSupport
import Testing

@Suite struct SecurityGroupChangesTests {
    private static let roomy = SecurityGroupLimits(rules: 10_000, groups: 1)

    private func document(_ policy: HostPolicy, name: CloudName = .standard) throws -> SecurityGroupDocument {
        let emitter = AWSEmitter(limits: Self.roomy)
        return SecurityGroupDocument(groups: try emitter.groups(CloudDeployment(policy, name: name), for: "aws"))
    }

    @Test func `the same policy is no change`() throws {
        let document = try document(SamplePolicies.apim)
        let changes = try SecurityGroupChanges(from: document, to: document)
        #expect(changes.isEmpty)
        #expect(changes.text.hasPrefix("{\n  \"create\": [],\n  \"change\": [],\n  \"delete\": [],\n  \"groups\": ["))
        #expect(try SecurityGroupDocument(parsing: Array(changes.text.utf8), name: "next.json") == document)
    }

    @Test func `the changes make the one document of the other, for random policies`() throws {
        var random = RandomPolicies(seed: 51)
        for _ in 0..<100 {
            let (old, new) = (try document(random.cloudPolicy()), try document(random.cloudPolicy()))
            let changes = try SecurityGroupChanges(from: old, to: new, limits: Self.roomy)
            #expect(Set(old.applying(changes)) == Set(new.groups.flatMap(\.allRules)))
        }
    }

    @Test func `another source is one rule more and one less, and nothing else`() throws {
        var policy = SamplePolicies.apim
        policy.services = []
        let old = try document(policy)
        let admins = try #require(policy.sources.firstIndex { $0.audience == .admins })
        policy.sources[admins].addresses = SamplePolicies.addresses("10.8.0.0/24", "fd00:9::/64")
        let change = try #require(SecurityGroupChanges(from: old, to: document(policy)).changed.first)
        #expect(change.authorized.ingress.map(\.peer) == [.ipv4("10.8.0.0/24")])
        #expect(change.revoked.ingress.map(\.peer) == [.ipv4("10.9.0.0/24")])
        #expect(change.described.isEmpty && change.authorized.egress.isEmpty && change.revoked.egress.isEmpty)
        #expect(change.revokedFirst.isEmpty)
    }

    @Test func `another reason describes the rule anew, which closes nothing`() throws {
        var policy = SamplePolicies.apim
        let old = try document(policy)
        policy.services[0].id = "renamed"
        let change = try #require(SecurityGroupChanges(from: old, to: document(policy)).changed.first)
        #expect(change.authorized.isEmpty && change.revoked.isEmpty)
        #expect(Set(change.described.ingress.map(\.fromPort)).count == 1)
    }

    @Test func `if both don't fit, those old rules go first of which nothing stays allowed`() throws {
        var policy = SamplePolicies.crowd(40)
        policy.services = []
        let old = try document(policy)
        let admins = try #require(policy.sources.firstIndex { $0.audience == .admins })
        let shifted = (0..<40).map { UInt32(0x0B00_0000 + 4 * $0) }
        policy.sources[admins].addresses = AddressSet(v4: IntervalSet(shifted.map { $0...$0 }))
        let changes = try SecurityGroupChanges(from: old, to: document(policy))
        #expect(changes.changed.first?.revokedFirst.ingress.isEmpty == false)
        #expect(changes.changed.first?.revoked.isEmpty == true)
        let roomy = try SecurityGroupChanges(from: old, to: document(policy), limits: Self.roomy)
        #expect(roomy.changed.first?.revokedFirst.isEmpty == true)
    }

    @Test func `if both don't fit and something would close that stays allowed, there is no way`() throws {
        var policy = SamplePolicies.crowd(40)
        policy.services = []
        let old = try document(policy)
        let admins = try #require(policy.sources.firstIndex { $0.audience == .admins })
        policy.sources[admins].addresses = AddressSet(
            v4: IntervalSet(policy.sources[admins].addresses.v4.intervals.map { $0.lowerBound...$0.lowerBound + 1 })
        )
        let refusal = #expect(throws: InvalidInput.self) { try SecurityGroupChanges(from: old, to: document(policy)) }
        #expect(refusal?.findings.map(\.slug) == ["cloud-quota"])
        #expect(refusal?.findings.first?.hint?.contains("--split") == true)
    }

    @Test func `with --split rules keep their group, and a further group takes what there is no room for`() throws {
        var policy = SamplePolicies.crowd(100)
        policy.services = []
        let admins = try #require(policy.sources.firstIndex { $0.audience == .admins })
        let all = policy.sources[admins].addresses.v4.intervals
        let groups = { (count: ClosedRange<Int>, old: SecurityGroupDocument?) in
            policy.sources[admins].addresses = AddressSet(v4: IntervalSet(count.map { all[$0] }))
            let emitter = AWSEmitter(splits: true, old: old)
            return SecurityGroupDocument(groups: try emitter.groups(CloudDeployment(policy), for: "aws"))
        }
        let old = try groups(0...79, nil)
        // The first twenty go and twenty others come: none of the rest moves, and the group -2 stays.
        let new = try groups(20...99, old)
        let homes = { (document: SecurityGroupDocument) in
            Dictionary(
                uniqueKeysWithValues: document.groups.flatMap { group in
                    group.rules.ingress.map { ("\($0.peer)", group.name) }
                }
            )
        }
        let (before, after) = (homes(old), homes(new))
        #expect(before.filter { after[$0.key] != nil }.allSatisfy { after[$0.key] == $0.value })
        let changes = try SecurityGroupChanges(from: old, to: new)
        #expect(changes.created.isEmpty && changes.deleted.isEmpty)
        #expect(changes.changed.allSatisfy { $0.revokedFirst.isEmpty })
        // As many again don't fit beside those that are there: a further group of the same machines.
        let more = try SecurityGroupChanges(from: new, to: groups(0...99, new))
        #expect(more.created.isEmpty && more.changed.flatMap(\.revoked.ingress).isEmpty)
        let first = try groups(0...59, nil)
        let second = try SecurityGroupChanges(from: first, to: groups(0...69, first))
        #expect(second.created.map(\.first) == ["carbonwall"] && second.created.map(\.name) == ["carbonwall-2"])
        #expect(second.changed.isEmpty)
    }

    @Test func `groups of another name are made and deleted`() throws {
        let other = try #require(CloudName("other"))
        let changes = try SecurityGroupChanges(
            from: document(SamplePolicies.apim),
            to: document(SamplePolicies.apim, name: other)
        )
        #expect(changes.created.map(\.name) == ["other"])
        #expect(changes.deleted == ["carbonwall"])
        #expect(changes.changed.isEmpty)
    }

    @Test func `a description that differs is an error, since AWS never changes one`() throws {
        var old = try document(SamplePolicies.apim)
        old.groups[0].description = "mine"
        let refusal = #expect(throws: InvalidInput.self) {
            try SecurityGroupChanges(from: old, to: document(SamplePolicies.apim))
        }
        #expect(refusal?.findings.map(\.slug) == ["description-changed"])
    }

    @Test(arguments: [
        ("{", "1:"), ("[]", "1:1"), ("{\"groups\": {}}", "1:12"), ("{\"groups\": [{\"GroupName\": \"a\"}]}", "1:13"),
        (
            """
            {"groups": [{"GroupName": "a", "Description": "b", "IpPermissionsEgress": [],
              "IpPermissions": [{"IpProtocol": "tcp", "FromPort": "22", "ToPort": 22}]}]}
            """, "2:55"
        ),
        (
            """
            {"groups": [{"GroupName": "a", "Description": "b", "IpPermissionsEgress": [], "IpPermissions":
              [{"IpProtocol": "-1", "UserIdGroupPairs": [{"Description": "x"}]}]}]}
            """, "2:46"
        ),
    ])
    func `what is no such document is an error with its place`(text: String, place: String) {
        let refusal = #expect(throws: InvalidInput.self) {
            try SecurityGroupDocument(parsing: Array(text.utf8), name: "old.json")
        }
        let places = refusal?.findings.compactMap(\.location).map { "\($0.line):\($0.column)" } ?? []
        #expect(places.contains { $0.hasPrefix(place) }, "\(places)")
    }
}

extension SecurityGroup {
    /// Every rule with its direction and the group's name.
    fileprivate var allRules: [String] {
        SecurityGroupDirection.allCases.flatMap { direction in rules[direction].map { "\(name) \(direction) \($0)" } }
    }
}

extension SecurityGroupDocument {
    /// The rules after `changes`, which are checked to fit.
    fileprivate func applying(_ changes: SecurityGroupChanges) -> [String] {
        groups.flatMap { group in
            guard let change = changes.changed.first(where: { $0.name == group.name }) else { return group.allRules }
            var result = group
            for direction in SecurityGroupDirection.allCases {
                let described = change.described[direction]
                result.rules[direction] =
                    group.rules[direction].filter { rule in
                        !change.revoked[direction].contains(rule) && !change.revokedFirst[direction].contains(rule)
                            && !described.contains { $0.allowsTheSame(as: rule) }
                    } + described + change.authorized[direction]
            }
            return result.allRules
        }
    }
}

extension SecurityGroupRule {
    fileprivate func allowsTheSame(as other: SecurityGroupRule) -> Bool {
        (ipProtocol, fromPort, toPort, peer) == (other.ipProtocol, other.fromPort, other.toPort, other.peer)
    }
}
