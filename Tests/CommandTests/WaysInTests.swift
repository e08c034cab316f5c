import TestSupport
import Testing

/// `--ssh`, `--keep`, `--from` and `--only-from`, beside a policy file and without, and the hints that name them.
@Suite struct WaysInTests {
    private static let policy = """
        version: 1
        defaults: { ssh: ["22@10.9.0.0/24"], keep: ["vrrp@10.0.1.0/28"] }
        sources: { admins: [10.9.0.0/24] }
        nodes:
          gw: { addresses: [10.0.1.11], runtimes: [{ name: apim, role: gateway }], keep: [9100/tcp@10.5.0.1] }
          cp: { addresses: [10.0.2.11], runtimes: [{ name: apim, role: control-plane }], ssh: [2222] }
          tm: { addresses: [10.0.4.11], runtimes: [{ name: apim, role: traffic-manager }], ssh: none }
        """

    /// Whether each of `senders` gets in to `port`, in their order.
    private func verdicts(_ port: String, _ selection: [String], from senders: [String]) throws -> [Bool] {
        try senders.map { sender in
            let result = try carbonwall(["explain", port, "--from", sender] + selection)
            #expect(result.succeeded, "\(result.errors)")
            return result.output.hasPrefix("\(port) from \(sender): accept")
        }
    }

    private func verdicts(_ port: String, ofEach selections: [[String]], from senders: [String]) throws -> [[Bool]] {
        try selections.map { try verdicts(port, $0, from: senders) }
    }

    /// The policy file in a folder that lasts as long as the result.
    private func policyFile() throws -> (folder: TemporaryFolder, path: String) {
        let folder = try TemporaryFolder()
        return (folder, try folder.write(Self.policy, to: "policy.yaml"))
    }

    @Test func `--from adds to a policy file's list, and --only-from takes its place`() throws {
        let (folder, file) = try policyFile()
        defer { withExtendedLifetime(folder) {} }
        let gw = ["--policy", file, "--node", "gw"]
        let senders = ["10.9.0.7", "203.0.113.9", "192.168.1.1"]
        #expect(try verdicts("9443/tcp", gw, from: senders) == [true, false, false])
        let added = gw + ["--from", "admins=203.0.113.9"]
        #expect(try verdicts("9443/tcp", added, from: senders) == [true, true, false])
        let replaced = gw + ["--only-from", "admins=203.0.113.9"]
        #expect(try verdicts("9443/tcp", replaced, from: senders) == [false, true, false])
        let plain = ["--runtime", "mi"]
        for option in ["--from", "--only-from"] {
            #expect(
                try verdicts("9164/tcp", plain + [option, "admins=10.8.0.0/24"], from: ["10.8.0.1", "10.9.0.1"]) == [
                    true, false,
                ]
            )
        }
    }

    @Test func `--keep adds to SSH, and only --ssh says otherwise`() throws {
        let admin = ["10.9.0.7"]
        let mi = ["--runtime", "mi"]
        #expect(try verdicts("22/tcp", mi + ["--keep", "9100/tcp@10.5.0.1"], from: admin) == [true])
        #expect(try verdicts("9100/tcp", mi + ["--keep", "9100/tcp@10.5.0.1"], from: ["10.5.0.1"]) == [true])
        #expect(
            try verdicts("60500/udp", mi + ["--keep", "60000-61000/udp@10.0.0.0/8,192.0.2.1"], from: ["192.0.2.1"]) == [
                true
            ]
        )
        #expect(try verdicts("22/tcp", mi + ["--ssh", "2222"], from: admin) == [false])
        #expect(try verdicts("2222/tcp", mi + ["--ssh", "2222", "--ssh", "22@192.0.2.1"], from: admin) == [true])
        let closed = try carbonwall("emit", "nftables", "--runtime", "mi", "--ssh", "none")
        #expect(closed.succeeded && closed.errors.contains("SSH IS CLOSED"))
        #expect(!closed.output.contains("tcp . 22 "))
        #expect(try carbonwall("ports", "--runtime", "mi", "--ssh", "none", "--ssh", "22").status == .exited(64))
    }

    @Test func `a policy file's ssh and keep hold for every node, and a node says its own`() throws {
        let (folder, file) = try policyFile()
        defer { withExtendedLifetime(folder) {} }
        let nodes = ["gw", "cp", "tm"].map { ["--policy", file, "--node", $0] }
        let admin = ["10.9.0.7"]
        #expect(try verdicts("22/tcp", ofEach: nodes, from: admin) == [[true], [false], [false]])
        #expect(try verdicts("2222/tcp", ofEach: nodes, from: admin) == [[false], [true], [false]])
        #expect(try verdicts("vrrp", ofEach: nodes, from: ["10.0.1.2"]) == [[true], [true], [true]])
        #expect(try verdicts("9100/tcp", ofEach: nodes, from: ["10.5.0.1"]) == [[true], [false], [false]])
        #expect(try verdicts("22/tcp", nodes[2] + ["--ssh", "22"], from: admin) == [true])
    }

    @Test(arguments: [
        "ssh: [0]", "ssh: [22/tcp]", "keep: [vrrp]", "keep: [\"tcp@10.0.0.1\"]", "keep: [\"22/tcp@127.0.0.1\"]",
    ])
    func `a way in that is none is refused with its place`(defaults: String) throws {
        let folder = try TemporaryFolder()
        let text =
            "version: 1\ndefaults: { \(defaults) }\nnodes: { a: { addresses: [10.0.0.1], runtimes: [{ name: mi }] } }\n"
        let result = try carbonwall("ports", "--policy", try folder.write(text, to: "policy.yaml"))
        #expect(result.status == .exited(65))
        #expect(result.errors.contains("policy.yaml:2:"))
    }

    /// What is asked, what the hint's option is for, and who got in before.
    private static let questions: [(port: String, selection: [String])] = [
        ("22/tcp", []), ("22/tcp", ["--from", "admins=10.9.0.0/24"]), ("22/tcp", ["--ssh", "22@10.9.0.0/24"]),
        ("9443/tcp", []), ("9443/tcp", ["--from", "admins=10.9.0.0/24"]),
        ("vrrp", ["--keep", "vrrp@10.9.0.7"]), ("vrrp", []),
    ]

    @Test(arguments: questions.indices, [true, false])
    func `every option that a hint names lets in whom it promises, and nobody loses anything`(
        index: Int,
        usesPolicyFile: Bool
    ) throws {
        let (port, extra) = Self.questions[index]
        let stranger = "203.0.113.9"
        let others = ["10.9.0.7", "192.168.1.1", "fd00:9::1"]
        let ports = [port, port == "22/tcp" ? "9443/tcp" : "22/tcp"]
        let (folder, file) = try policyFile()
        defer { withExtendedLifetime(folder) {} }
        let selection = (usesPolicyFile ? ["--policy", file, "--node", "gw"] : ["--runtime", "apim"]) + extra
        let result = try carbonwall(["explain", port, "--format", "json", "--from", stranger] + selection)
        let advice = result.output.matches(of: /--(keep|from|expose) [^\s"\\;]+/).map { String($0.output.0) }
            .filter { $0.contains(stranger) || $0.hasPrefix("--expose") }
        #expect(!advice.isEmpty || !result.output.contains("\"drop\""), "\(result.output)")
        let before = try ports.map { try verdicts($0, selection, from: others) }
        for option in advice {
            let changed = selection + option.split(separator: " ", maxSplits: 1).map(String.init)
            #expect(try verdicts(port, changed, from: [stranger]) == [true], "\(option)")
            for (port, before) in zip(ports, before) {
                let after = try verdicts(port, changed, from: others)
                #expect(zip(before, after).allSatisfy { !$0 || $1 }, "\(option) takes \(port) from somebody")
            }
        }
    }
}
