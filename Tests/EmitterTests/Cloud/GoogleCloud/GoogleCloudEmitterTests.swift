import Emitters
import Policy
import TestSupport
import Testing

@Suite struct GoogleCloudEmitterTests {
    private let emitter = GoogleCloudEmitter(name: .standard)

    @Test func `Google Cloud allows what the policy does, for 1,000 random policies`() throws {
        try CloudEquivalence.ofRandomPolicies(seed: 21) { try GoogleEvaluator(emitter.emit($0).text) }.expectNone()
    }

    @Test func `the order of the input changes no byte`() throws {
        var random = RandomPolicies(seed: 22)
        for _ in 0..<200 {
            let policy = random.cloudPolicy()
            #expect(try emitter.emit(policy) == emitter.emit(policy.reordered))
        }
    }

    @Test func `IPv4 and IPv6 are rules of their own, and denials come last`() throws {
        let rules = try emitter.rules(for: CloudPolicy(SamplePolicies.apim, for: "gcp"))
        #expect(
            rules.map(\.name).filter { $0.contains("9444") || $0.contains("deny") } == [
                "carbonwall-in-tcp-9444-v4", "carbonwall-in-tcp-9444-v6", "carbonwall-in-deny-v4",
                "carbonwall-in-deny-v6",
            ]
        )
        #expect(rules.filter { $0.access == .denied }.allSatisfy { $0.priority == 65534 && $0.ipProtocol == "all" })
        #expect(rules.allSatisfy { $0.direction == .ingress })
    }

    @Test func `more than 256 ranges become several rules`() throws {
        let rules = try emitter.rules(for: CloudPolicy(SamplePolicies.crowd(300), for: "gcp"))
        let ssh = rules.filter { $0.ports == ["22"] }
        #expect(ssh.map(\.ranges.count) == [256, 44, 256, 44])
        #expect(
            ssh.map(\.name) == [
                "carbonwall-in-tcp-22-v4", "carbonwall-in-tcp-22-v4-2", "carbonwall-in-tcp-22-v6",
                "carbonwall-in-tcp-22-v6-2",
            ]
        )
    }

    @Test func `rules are for the machines that were named, else for a tag like the firewall's name`() throws {
        let account = "gw@project-1.iam.gserviceaccount.com"
        let named = GoogleCloudEmitter(name: .standard, network: "wso2", targets: .serviceAccounts([account]))
        let policy = try CloudPolicy(SamplePolicies.apim, for: "gcp")
        #expect(try emitter.rules(for: policy).allSatisfy { $0.targets == .tags(["carbonwall"]) })
        let rules = try named.rules(for: policy)
        #expect(rules.allSatisfy { $0.targets == .serviceAccounts([account]) && $0.network == "global/networks/wso2" })
    }

    @Test func `descriptions say which port of which runtime it is and who may reach it`() throws {
        let rules = try emitter.rules(for: CloudPolicy(SamplePolicies.apim, for: "gcp"))
        let rule = try #require(rules.first { $0.ports == ["9444"] })
        #expect(rule.description == "apim servlet-https 9443+1 (admins, components)")
    }
}
