@testable import Emitters
import Policy
import TestSupport
import Testing

@Suite struct GoogleFirewallCheckTests {
    static let valid = GoogleFirewall(
        name: "carbonwall-in-tcp-9443-v4",
        description: "apim servlet-https 9443 (admins)",
        network: "global/networks/default",
        priority: 1000,
        direction: .ingress,
        access: .allowed,
        ipProtocol: "tcp",
        ports: ["9443"],
        peers: .ranges(["10.9.0.0/24"]),
        targets: .tags(["carbonwall"])
    )

    private static let account = "gw@project-1.iam.gserviceaccount.com"

    /// Values that `Firewall.from_json` of google-cloud-compute takes, though Google Cloud doesn't, or means something else.
    static let wrong: [(what: String, rule: GoogleFirewall)] = [
        ("an upper-case name", valid.with { $0.name = "Carbonwall" }),
        ("a name that ends in a hyphen", valid.with { $0.name = "carbonwall-" }),
        ("a name that begins with a digit", valid.with { $0.name = "9443" }),
        ("a name of 64 characters", valid.with { $0.name = String(repeating: "a", count: 64) }),
        ("no name", valid.with { $0.name = "" }),
        ("a description of 256 characters", valid.with { $0.description = String(repeating: "a", count: 256) }),
        ("a line break in the description", valid.with { $0.description = "one\ntwo" }),
        ("a network with a space", valid.with { $0.network = "global/networks/my net" }),
        ("a network of another form", valid.with { $0.network = "default" }),
        ("a negative priority", valid.with { $0.priority = -1 }),
        ("priority 65536", valid.with { $0.priority = 65536 }),
        ("no ranges", valid.with { $0.peers = .ranges([]) }),
        ("257 ranges", valid.with { $0.peers = .ranges((0...256).map { "10.0.\($0 / 256).\($0 % 256)/32" }) }),
        ("bits right of the prefix", valid.with { $0.peers = .ranges(["10.9.0.1/24"]) }),
        ("a single address without its length", valid.with { $0.peers = .ranges(["10.9.0.1"]) }),
        ("no address", valid.with { $0.peers = .ranges(["office"]) }),
        ("an IPv4 prefix of 33 bits", valid.with { $0.peers = .ranges(["10.9.0.0/33"]) }),
        ("upper-case IPv6", valid.with { $0.peers = .ranges(["FD00:9::/64"]) }),
        ("IPv6 that could be shorter", valid.with { $0.peers = .ranges(["fd00:9:0:0::/64"]) }),
        ("an IPv4 address as IPv6", valid.with { $0.peers = .ranges(["::ffff:10.0.0.0/120"]) }),
        ("both families", valid.with { $0.peers = .ranges(["10.9.0.0/24", "fd00:9::/64"]) }),
        ("a range twice", valid.with { $0.peers = .ranges(["10.9.0.0/24", "10.9.0.0/24"]) }),
        ("an unknown protocol", valid.with { $0.ipProtocol = "tpc" }),
        ("ports of all protocols", valid.with { $0.ipProtocol = "all" }),
        ("tcp without ports", valid.with { $0.ports = [] }),
        ("port 0", valid.with { $0.ports = ["0"] }),
        ("port 70000", valid.with { $0.ports = ["70000"] }),
        ("ports the wrong way round", valid.with { $0.ports = ["4009-4000"] }),
        ("ports with a colon", valid.with { $0.ports = ["4000:4009"] }),
        ("a port by name", valid.with { $0.ports = ["https"] }),
        ("a port twice", valid.with { $0.ports = ["9443", "9443"] }),
        ("no targets", valid.with { $0.targets = .tags([]) }),
        ("71 tags", valid.with { $0.targets = .tags((1...71).map { "tag-\($0)" }) }),
        ("an upper-case tag", valid.with { $0.targets = .tags(["WSO2"]) }),
        ("11 accounts", valid.with { $0.targets = .serviceAccounts((1...11).map { "a\($0)@p.gserviceaccount.com" }) }),
        ("no sources", valid.with { $0.peers = .machines(.tags([])) }),
        ("31 source tags", valid.with { $0.peers = .machines(.tags((1...31).map { "tag-\($0)" })) }),
        ("a source tag twice", valid.with { $0.peers = .machines(.tags(["gw", "gw"])) }),
        ("an upper-case source tag", valid.with { $0.peers = .machines(.tags(["WSO2"])) }),
        ("tags and accounts", valid.with { $0.peers = .machines(.serviceAccounts([account])) }),
        (
            "11 accounts as sources",
            valid.with {
                $0.targets = .serviceAccounts([account])
                $0.peers = .machines(.serviceAccounts((1...11).map { "a\($0)@p.iam.gserviceaccount.com" }))
            }
        ),
        (
            "tags as destinations",
            valid.with {
                $0.direction = .egress
                $0.peers = .machines(.tags(["gw"]))
            }
        ),
        ("somebody's address", valid.with { $0.targets = .serviceAccounts(["me@example.com"]) }),
    ]

    @Test(arguments: wrong) func `a wrong value is refused`(what: String, rule: GoogleFirewall) {
        var check = CloudCheck("gcp")
        [rule].check(&check)
        #expect(!check.findings.isEmpty, "\(what)")
    }

    @Test func `two rules of one name are refused, right ones aren't`() {
        var check = CloudCheck("gcp")
        [Self.valid].check(&check)
        [Self.valid.with { $0.peers = .machines(.tags(["gw"])) }].check(&check)
        #expect(check.findings.isEmpty)
        [Self.valid, Self.valid].check(&check)
        #expect(check.findings.map(\.message) == ["gcp: name 'carbonwall-in-tcp-9443-v4' is there twice"])
    }
}

extension GoogleFirewall {
    func with(_ change: (inout GoogleFirewall) -> Void) -> GoogleFirewall {
        var rule = self
        change(&rule)
        return rule
    }
}
