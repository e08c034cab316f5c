import Emitters
import Policy
import TestSupport
import Testing

/// Another program's opinion of what the emitted rules mean, beside the emitted nftables ruleset of the same policy.
@Suite(.needs(pythonTool: "fwshift")) struct FwshiftTests {
    static let policies: [SamplePolicy] = {
        var fenced = SamplePolicies.everything
        (fenced.interfaces, fenced.multicastGroups) = ([], [])
        return [
            SamplePolicy("apim", SamplePolicies.apim), SamplePolicy("everything", fenced),
            SamplePolicy("bare", SamplePolicies.bare), SamplePolicy("crowd", SamplePolicies.crowd(20)),
        ]
    }()

    @Test(arguments: policies) func `Azure's rules allow what the ruleset does, and probes`(sample: SamplePolicy) throws
    {
        let entries = [#"iifname "outside" oifname "carbonwall" jump input"#]
        let exits = sample.policy.exits([#"iifname "carbonwall" oifname "outside""#])
        let ruleset = HostProjection.text(of: sample.policy, entries: entries + exits)
        let template = try AzureEmitter().emit(CloudDeployment(sample.policy)).text
        let differences = try Fwshift.differences(ruleset, template, "azure").filter { $0.from != $0.to }
        let others = differences.differing { $0.concernsPorts && $0.sources != ["168.63.129.16"] }
        #expect(others == [])
    }

    @Test(arguments: policies) func `Google Cloud's rules allow what the ruleset does`(sample: SamplePolicy) throws {
        let machine = ["192.0.2.5", "2001:db8::5"]
        let entries = ["ip daddr \(machine[0]) jump input", "ip6 daddr \(machine[1]) jump input"]
        let exits = sample.policy.exits(["ip saddr \(machine[0])", "ip6 saddr \(machine[1])"])
        let ruleset = HostProjection.text(of: sample.policy, entries: entries + exits)
        let rules = try GoogleCloudEmitter().emit(CloudDeployment(sample.policy)).text
        let export = #"{"firewall-rules": \#(rules), "instances": [\#(Self.instance)]}"#
        let differences = try Fwshift.differences(ruleset, export, "gcp")
        let others = differences.differing { connections in
            connections.concernsPorts && !(connections.sources + connections.destinations).allSatisfy(machine.contains)
        }
        #expect(others == [])
    }

    /// The machine that the rules are for.
    private static let instance = """
        {"kind": "compute#instance", "name": "gw", "status": "RUNNING", "tags": {"items": ["carbonwall"]},
         "networkInterfaces": [{"network": "global/networks/default", "networkIP": "192.0.2.5",
                                "ipv6Address": "2001:db8::5"}]}
        """
}

extension [Fwshift.Difference] {
    /// The differences of those connections that `matter`.
    fileprivate func differing(where matter: (Fwshift.Difference.Connections) -> Bool) -> [Fwshift.Difference] {
        compactMap { difference in
            var difference = difference
            difference.connections = difference.connections.filter(matter)
            return difference.connections.isEmpty ? nil : difference
        }
    }
}

extension Fwshift.Difference.Connections {
    /// Whether any are over TCP or UDP: `tcp/9443`, `any`, and not `any except tcp, udp`.
    fileprivate var concernsPorts: Bool {
        services.contains { service in
            guard service.hasPrefix("any except") else { return service == "any" || service.contains("/") }
            let exceptions = service.dropFirst("any except ".count).split(separator: ", ")
            return !(exceptions.contains("tcp") && exceptions.contains("udp"))
        }
    }
}

extension HostPolicy {
    /// The rules of a projection for what the host sends, which each of `matches` finds.
    fileprivate func exits(_ matches: [String]) -> [String] {
        matches.map { "\($0) " + (egress == nil ? "accept" : "jump output") }
    }
}
