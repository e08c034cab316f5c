@testable import Emitters
import Policy
import TestSupport
import Testing

@Suite struct NeutronRuleCheckTests {
    static let valid = NeutronRule(
        direction: .ingress,
        etherType: "IPv4",
        networkProtocol: "tcp",
        ports: 9443...9443,
        peer: .prefix("10.9.0.0/24"),
        description: "apim servlet-https 9443 (admins)"
    )

    static let wrong: [(what: String, rule: NeutronRule)] = [
        ("another family than the address's", valid.with { $0.etherType = "IPv6" }),
        ("an unknown family", valid.with { $0.etherType = "ipv4" }),
        ("an IPv6 block in an IPv4 rule", valid.with { $0.peer = .prefix("fd00:9::/64") }),
        ("an unknown protocol", valid.with { $0.networkProtocol = "tpc" }),
        ("port 0", valid.with { $0.ports = 0...9443 }),
        ("port 70000", valid.with { $0.ports = 9443...70000 }),
        ("bits right of the prefix, which Neutron takes", valid.with { $0.peer = .prefix("10.9.0.1/24") }),
        ("a single address without its length", valid.with { $0.peer = .prefix("10.9.0.1") }),
        ("no address", valid.with { $0.peer = .prefix("office") }),
        ("a group that isn't there", valid.with { $0.peer = .group("carbonwall-cp") }),
        ("a group without a family", valid.with { ($0.etherType, $0.peer) = ("", .group("nsg")) }),
        ("a description of 256 characters", valid.with { $0.description = String(repeating: "a", count: 256) }),
        ("a control character in the description", valid.with { $0.description = "a\u{1B}b" }),
    ]

    @Test(arguments: wrong) func `a wrong value is refused`(what: String, rule: NeutronRule) {
        #expect(!findings([rule]).isEmpty, "\(what)")
    }

    @Test func `the same rule twice is refused, whatever its description`() {
        #expect(findings([Self.valid]).isEmpty)
        #expect(findings([Self.valid, Self.valid.with { $0.peer = .group("nsg") }]).isEmpty)
        let other = Self.valid.with { $0.description = "again" }
        #expect(
            findings([Self.valid, other]) == [
                "openstack: nsg: rule 'ingress_tcp_9443_10_9_0_0_24' is there twice"
            ]
        )
    }

    @Test func `more groups than a project takes are refused, and two of one name`() {
        let groups = (1...10).map { Self.group("nsg-\($0)", []) }
        #expect(
            Self.findings(groups) == [
                "openstack: 11 groups in the project, with its group 'default', and the limit is 10"
            ]
        )
        #expect(Self.findings(groups, NeutronLimits([.groups: 11])).isEmpty)
        #expect(
            Self.findings([Self.group("nsg", []), Self.group("nsg", [])]) == [
                "openstack: the group name 'nsg' is there twice"
            ]
        )
    }

    private func findings(_ rules: [NeutronRule]) -> [String] {
        Self.findings([Self.group("nsg", rules)])
    }

    private static func group(_ name: String, _ rules: [NeutronRule]) -> NeutronGroup {
        NeutronGroup(name: name, description: "a group", rules: rules, fencesEgress: false)
    }

    private static func findings(_ groups: [NeutronGroup], _ limits: NeutronLimits = NeutronLimits()) -> [String] {
        var check = CloudCheck("openstack")
        groups.check(&check, limits)
        return check.findings.map(\.message)
    }
}

extension NeutronRule {
    func with(_ change: (inout NeutronRule) -> Void) -> NeutronRule {
        var rule = self
        change(&rule)
        return rule
    }
}
