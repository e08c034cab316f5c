@testable import Emitters
import Policy
import TestSupport
import Testing

@Suite struct AzureSecurityRuleCheckTests {
    static let valid = AzureSecurityRule(
        name: "in-tcp-9443-v4",
        description: "apim servlet-https 9443 (admins)",
        priority: 100,
        direction: .inbound,
        access: .allow,
        networkProtocol: "Tcp",
        ports: ["9443"],
        peers: .prefixes(["10.9.0.0/24"])
    )

    /// Values that Azure's client libraries pass on as they are, and the service refuses or takes for something else.
    static let wrong: [(what: String, rule: AzureSecurityRule)] = [
        ("a name of 81 characters", valid.with { $0.name = String(repeating: "a", count: 81) }),
        ("no name", valid.with { $0.name = "" }),
        ("a name with a space", valid.with { $0.name = "in tcp" }),
        ("a name that begins with a hyphen", valid.with { $0.name = "-in" }),
        ("a name that ends in a dot", valid.with { $0.name = "in." }),
        ("a description of 141 characters", valid.with { $0.description = String(repeating: "a", count: 141) }),
        ("a description that a template evaluates", valid.with { $0.description = "[deployment().name]" }),
        ("priority 99", valid.with { $0.priority = 99 }),
        ("priority 4097", valid.with { $0.priority = 4097 }),
        ("an unknown protocol", valid.with { $0.networkProtocol = "Tpc" }),
        ("no ports", valid.with { $0.ports = [] }),
        ("port 0", valid.with { $0.ports = ["0"] }),
        ("port 70000", valid.with { $0.ports = ["70000"] }),
        ("ports the wrong way round", valid.with { $0.ports = ["4009-4000"] }),
        ("all ports and another", valid.with { $0.ports = ["*", "9443"] }),
        ("a port twice", valid.with { $0.ports = ["9443", "9443"] }),
        ("ports of all protocols", valid.with { $0.networkProtocol = "*" }),
        ("no addresses", valid.with { $0.peers = .prefixes([]) }),
        ("bits right of the prefix", valid.with { $0.peers = .prefixes(["10.9.0.1/24"]) }),
        ("no address", valid.with { $0.peers = .prefixes(["office"]) }),
        ("upper-case IPv6", valid.with { $0.peers = .prefixes(["FD00:9::/64"]) }),
        ("both families", valid.with { $0.peers = .prefixes(["10.9.0.0/24", "fd00:9::/64"]) }),
        ("two service tags", valid.with { $0.peers = .prefixes(["Internet", "VirtualNetwork"]) }),
        ("everything and a block", valid.with { $0.peers = .prefixes(["*", "10.9.0.0/24"]) }),
        ("a group that the document doesn't make", valid.with { $0.peers = .group("elsewhere") }),
        ("machines of such a group", valid.with { $0.machines = .group("elsewhere") }),
        ("a group's name that a template evaluates", valid.with { $0.peers = .group("a')]") }),
        ("an address twice", valid.with { $0.peers = .prefixes(["10.9.0.0/24", "10.9.0.0/24"]) }),
    ]

    @Test(arguments: wrong) func `a wrong value is refused`(what: String, rule: AzureSecurityRule) {
        #expect(!findings([rule]).isEmpty, "\(what)")
    }

    @Test func `right rules are taken, also beside each other`() {
        let other = Self.valid.with { ($0.name, $0.direction) = ("out-tcp-9443-v4", .outbound) }
        #expect(findings([Self.valid, other]).isEmpty)
    }

    @Test func `a name or a priority twice is refused, whatever case the name is in`() {
        let other = Self.valid.with { $0.name = "IN-tcp-9443-v4" }
        #expect(
            findings([Self.valid, other]) == [
                "azure: nsg: name 'in-tcp-9443-v4' is there twice",
                "azure: nsg: priority 'Inbound 100' is there twice",
            ]
        )
    }

    @Test func `more than 1,000 rules are refused`() {
        let rules = (0...1000).map { number in
            Self.valid.with { ($0.name, $0.priority) = ("rule-\(number)", 100 + number) }
        }
        #expect(findings(rules, AzureLimits([.rules: 1001])).isEmpty)
        #expect(findings(rules) == ["azure: nsg: 1001 rules, and the limit is 1000"])
    }

    @Test func `rules that name more than 100 groups are refused`() {
        let names = (0...100).map { "asg-\($0)" }
        let rules = names.enumerated().map { index, name in
            Self.valid.with { ($0.name, $0.priority, $0.peers) = (name, 100 + index, .group(name)) }
        }
        let groups = names.map { AzureSecurityGroup(name: $0, applicationGroup: $0, rules: $0 == "asg-0" ? rules : []) }
        #expect(
            findings(groups) == ["azure: asg-0: 101 application security groups in its rules, and the limit is 100"]
        )
        #expect(findings(groups, AzureLimits([.groups: 101])).isEmpty)
    }

    @Test func `two groups of one name are refused`() {
        let group = AzureSecurityGroup(name: "nsg", rules: [Self.valid])
        #expect(findings([group, group]) == ["azure: name 'nsg' is there twice"])
    }

    private func findings(_ rules: [AzureSecurityRule], _ limits: AzureLimits = AzureLimits()) -> [String] {
        findings([AzureSecurityGroup(name: "nsg", rules: rules)], limits)
    }

    private func findings(_ groups: [AzureSecurityGroup], _ limits: AzureLimits = AzureLimits()) -> [String] {
        var check = CloudCheck("azure")
        groups.checkCounts(&check, limits)
        groups.check(&check)
        return check.findings.map(\.message)
    }
}

extension AzureSecurityRule {
    func with(_ change: (inout AzureSecurityRule) -> Void) -> AzureSecurityRule {
        var rule = self
        change(&rule)
        return rule
    }
}
