import Emitters
import Policy
import TestSupport
import Testing

/// Google's own client library, which knows the members of a rule and their types, and nothing of their values.
@Suite(.needs(pythonModule: "google.cloud.compute_v1")) struct GoogleClientTests {
    @Test(arguments: [SamplePolicies.apim, SamplePolicies.crowd(300), SamplePolicies.bare])
    func `Google's client library reads every rule, without an unknown member`(policy: HostPolicy) throws {
        var policy = policy
        policy.egress = []
        try Self.expectReadable(try GoogleCloudEmitter().emit(CloudDeployment(policy)).text)
    }

    @Test func `it reads rules for service accounts, too`() throws {
        let account = GoogleMachineNames.Given("gw@project-1.iam.gserviceaccount.com")
        let emitter = GoogleCloudEmitter(machines: GoogleMachineNames(serviceAccounts: [account]))
        try Self.expectReadable(try emitter.emit(CloudDeployment(SamplePolicies.apim)).text)
    }

    @Test(arguments: GoogleCloudEmitterTests.namings)
    func `it reads rules from machines by tag or account, too`(machines: GoogleMachineNames) throws {
        let rules = try GoogleCloudEmitter(machines: machines).emit(CloudDeployment(SampleDeployment.nodes())).text
        try #require(rules.contains("\"sourceTags\"") || rules.contains("\"sourceServiceAccounts\""))
        try Self.expectReadable(rules)
    }

    @Test func `it lets every wrong value pass that our check refuses`() throws {
        let rules = GoogleFirewallCheckTests.wrong.map(\.rule.json)
        try Self.expectReadable(JSONValue.array(rules).document)
    }

    @Test func `it refuses what isn't there`() throws {
        let result = try Self.read(#"[{"name": "a", "sourceRange": ["10.0.0.0/8"]}]"#)
        #expect(!result.succeeded)
    }

    private static func expectReadable(_ rules: String) throws {
        let result = try read(rules)
        #expect(result.succeeded, "\(result.errors.suffix(500))")
    }

    private static func read(_ rules: String) throws -> ProcessResult {
        let program = """
            import json, sys
            from google.cloud.compute_v1 import Firewall
            rules = json.load(sys.stdin)
            assert rules
            for rule in rules:
                Firewall.from_json(json.dumps(rule), ignore_unknown_fields=False)
            """
        return try ProcessRunner.run([PythonTools.path(of: "python"), "-c", program], input: Array(rules.utf8))
    }
}
