import Policy
import TestSupport
import Testing

/// `--source-group` at the command: the group takes the place of the default addresses, whatever the audience and the target.
@Suite struct SourceGroupCommandTests {
    private static let group = "sg-0123456789abcdef0"
    /// An address that stands for the group in the policy that the group's one is compared with.
    private static let stand = "192.0.2.77/32"
    private static let selection = ["--runtime", "apim", "--clustering", "wka", "--enable", "jmx", "--enable", "ldap"]
    private static let targets = [["aws"], ["aws", "--format", "script"], ["cloudformation"], ["terraform"]]

    @Test(arguments: Audience.allCases, targets)
    func `an audience that comes from a group comes from nowhere else`(audience: Audience, target: [String]) throws {
        let others = Audience.allCases.filter { $0 != audience }.enumerated().flatMap { index, other in
            ["--from", "\(other.rawValue)=203.0.113.\(index)"]
        }
        let arguments = ["emit"] + target + Self.selection + others
        let grouped = try Self.run(arguments + ["--source-group", "\(audience.rawValue)=\(Self.group)"])
        #expect(grouped.contains(Self.group))
        for block in ["0.0.0.0/0", "::/0", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fe80::/10"] {
            #expect(!Self.inbound(grouped).contains(block))
        }
        let addressed = try Self.run(arguments + ["--from", "\(audience.rawValue)=\(Self.stand)"])
        #expect(grouped.count(of: "\"\(Self.group)\"") == addressed.count(of: "\"\(Self.stand)\""))
    }

    @Test(arguments: targets) func `a group stands besides the addresses that are given, by a flag or a policy file`(
        target: [String]
    ) throws {
        let file = try TemporaryFolder()
        let policy = """
            version: 1
            sources: { clients: [203.0.113.0/28], admins: [203.0.113.16/28] }
            nodes: { mi: { addresses: [10.0.0.1], runtimes: [{ name: mi }] } }
            """
        try file.write(policy, to: "policy.yaml")
        let group = ["--source-group", "clients=\(Self.group)"]
        for selection in [
            ["--runtime", "mi", "--from", "clients=203.0.113.0/28"], ["--policy", "\(file.path)/policy.yaml"],
            ["--policy", "\(file.path)/policy.yaml", "--node", "mi"],
        ] {
            let text = Self.inbound(try Self.run(["emit"] + target + selection + group))
            #expect(text.contains(Self.group) && text.contains("203.0.113.0/28"))
            #expect(!text.contains("0.0.0.0/0") && !text.contains("::/0"))
        }
    }

    @Test(arguments: targets) func `what is sent to an audience goes to its group, and not to private ranges`(
        target: [String]
    ) throws {
        let groups = ["cluster", "components", "directory"].flatMap { ["--source-group", "\($0)=self"] }
        let sources = ["--from", "admins=203.0.113.9", "--from", "monitoring=203.0.113.9"]
        let text = try Self.run(["emit"] + target + Self.selection + ["--egress"] + sources + groups)
        for block in ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"] { #expect(!text.contains(block)) }
    }

    private static func run(_ arguments: [String]) throws -> String {
        let result = try carbonwall(arguments)
        #expect(result.succeeded, "\(result.errors)")
        return result.output
    }

    /// The lines without those that let everything out, which all groups without `--egress` have.
    private static func inbound(_ text: String) -> String {
        text.split(separator: "\n").filter { !$0.contains("not fenced") && !$0.hasPrefix("True\t") }
            .joined(separator: "\n")
    }
}

extension String {
    fileprivate func count(of text: String) -> Int {
        split(separator: text, omittingEmptySubsequences: false).count - 1
    }
}

@Suite struct CloudOptionCommandTests {
    @Test(arguments: [["aws"], ["aws", "--format", "script"], ["cloudformation"], ["terraform"]])
    func `--icmp adds the two errors that find the path's MTU, and nothing else`(target: [String]) throws {
        let arguments = ["emit"] + target + ["--runtime", "mi"]
        let (plain, more) = (try carbonwall(arguments), try carbonwall(arguments + ["--icmp"]))
        #expect(plain.succeeded && more.succeeded, "\(more.errors)")
        #expect(!plain.output.contains("icmp") && more.output.contains("icmpv6"))
        #expect(!plain.errors.contains("ICMP errors that belong"))
    }

    @Test(arguments: [
        ["aws", "--quota", "rules=900"], ["gcp", "--network", "No Network"], ["gcp", "--target-tag", "Tag"],
    ])
    func `what a flag says wrong about a cloud is wrong usage`(arguments: [String]) throws {
        #expect(try carbonwall(["emit"] + arguments + ["--runtime", "mi"]).status == .exited(64))
    }

    @Test func `nodes whose names are one for CloudFormation are wrong data, with what to do`() throws {
        let folder = try TemporaryFolder()
        let policy = """
            version: 1
            nodes:
              gw-1: { addresses: [10.0.0.1], runtimes: [{ name: mi }] }
              gw1: { addresses: [10.0.0.2], runtimes: [{ name: mi }] }
            """
        let path = try folder.write(policy, to: "policy.yaml")
        let result = try carbonwall("emit", "cloudformation", "--policy", path)
        #expect(result.status == .exited(65))
        #expect(result.errors.contains("rename a node, or write each with --node"))
        #expect(try carbonwall("emit", "cloudformation", "--policy", path, "--node", "gw1").succeeded)
    }

    @Test func `OpenStack's default quota has room for the defaults with --egress`() throws {
        #expect(try carbonwall("emit", "openstack", "--runtime", "apim", "--egress").succeeded)
    }

    @Test func `a network's name is what Terraform's google finds at the next plan`() throws {
        let arguments = ["emit", "terraform", "--provider", "google", "--runtime", "mi", "--network"]
        #expect(try carbonwall(arguments + ["wso2"]).output.contains(#""network": "wso2""#))
        let whole = "projects/my-project/global/networks/wso2"
        #expect(try carbonwall(arguments + [whole]).output.contains(#""network": "\#(whole)""#))
    }

    @Test func `--diff counts what --quota says`() throws {
        let folder = try TemporaryFolder()
        let base = ["emit", "aws", "--runtime", "mi", "--disable", "management-api", "--from"]
        let addresses = { (length: Int) in (0..<40).map { "203.0.113.\(4 * $0)/\(length)" }.joined(separator: ",") }
        let old = folder.file("old.json")
        #expect(try carbonwall(base + ["admins=" + addresses(32), "-o", old]).succeeded)
        // Each address gets its neighbour: forty rules come, and as many go that allow what stays allowed.
        let change = base + ["admins=" + addresses(31), "--diff", old]
        #expect(try carbonwall(change).status == .exited(65))
        #expect(try carbonwall(change + ["--quota", "rules=100"]).succeeded)
    }
}
