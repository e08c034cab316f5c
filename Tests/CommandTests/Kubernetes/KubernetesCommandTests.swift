import TestSupport
import Testing

@Suite struct KubernetesCommandTests {
    private static let policy = """
        version: 1
        sources: { admins: [10.9.0.0/24] }
        nodes:
          gw: { runtimes: [{ name: apim, role: gateway }] }
          cp: { runtimes: [{ name: apim, role: control-plane }] }
          tm: { addresses: [10.0.4.11], runtimes: [{ name: apim, role: traffic-manager, offset: 1 }] }
        """

    private func emit(_ options: String...) throws -> ProcessResult {
        let folder = try TemporaryFolder()
        let file = try folder.write(Self.policy, to: "policy.yaml")
        return try carbonwall(["emit", "kubernetes"] + options.map { $0 == "FILE" ? file : $0 })
    }

    @Test(arguments: [
        (["--runtime", "apim"], "--release NAME"),
        (["--runtime", "apim", "--release", "a", "--release", "b"], "there is one release"),
        (["--runtime", "apim", "--release", "gw=a"], "there is one release"),
        (["--runtime", "apim", "--release", "A"], "lower-case letters"),
        (["--runtime", "apim", "--release", "a", "--namespace", "a.b"], "a namespace is"),
        (["--runtime", "apim", "--release", "a", "--pod-selector", "app"], "KEY=VALUE"),
        (["--runtime", "apim", "--release", "a", "--pod-selector", "a b=c"], "no key of a label"),
        (["--runtime", "si", "--release", "a"], "--pod-selector KEY=VALUE"),
        (["--runtime", "apim", "--runtime", "si:10", "--release", "a"], "--pod-selector KEY=VALUE"),
        (["--runtime", "apim:1", "--role", "traffic-manager", "--release", "a"], "wso2am-tm has no port offset"),
        (["--runtime", "apim", "--release", "a", "--clustering", "multicast"], "--clustering kubernetes, or wka"),
        (["--runtime", "apim", "--release", "a", "--scope", "product"], "can't express --scope product"),
    ])
    func `what can't become a policy is said, with the way out`(options: [String], expected: String) throws {
        let result = try carbonwall(["emit", "kubernetes"] + options)
        #expect(!result.succeeded && result.output.isEmpty)
        #expect(result.errors.contains(expected), "\(result.errors)")
    }

    @Test func `a node that is neither pods nor anywhere is an error`() throws {
        let result = try emit("--policy", "FILE", "--release", "gw=gw")
        #expect(result.status == .exited(65))
        #expect(result.errors.contains("policy.yaml:5:3: error: cp has neither addresses nor a release"))
        #expect(result.errors.contains("--release cp=NAME"))
        let other = try emit("--policy", "FILE", "--release", "gw=gw", "--release", "cp=cp", "--release", "pc=x")
        #expect(other.status == .exited(64))
        #expect(other.errors.contains("did you mean cp?"))
    }

    @Test func `a node's policy names the other nodes' pods, and machines by their addresses`() throws {
        let all = try emit("--policy", "FILE", "--release", "gw=gw", "--release", "cp=cp")
        #expect(all.succeeded)
        #expect(all.output.split(separator: "---\n").count == 2)
        let one = try emit("--policy", "FILE", "--release", "gw=gw", "--release", "cp=cp", "--node", "cp")
        #expect(one.output.contains("carbonwall-cp") && !one.output.contains("carbonwall-gw"))
        #expect(one.output.contains("gw-wso2am-universal-gw") && one.output.contains("10.0.4.11/32"))
        #expect(!one.output.contains("port: 22\n"), "no SSH server runs in a pod")
    }

    @Test func `pods of other charts are known by what is given`() throws {
        let result = try emit(
            "--runtime",
            "si",
            "--release",
            "si",
            "--pod-selector",
            "app=si",
            "--pod-selector",
            "x/y=1"
        )
        #expect(result.succeeded)
        #expect(result.output.contains("app: \"si\"") && result.output.contains("\"x/y\": \"1\""))
    }

    @Test func `other targets know no release, and other verbs no node without addresses`() throws {
        let result = try carbonwall("emit", "nftables", "--runtime", "apim", "--release", "a")
        #expect(result.status == .exited(64))
        #expect(result.errors.contains("it is for kubernetes"))
        let folder = try TemporaryFolder()
        let file = try folder.write(Self.policy, to: "policy.yaml")
        let ruleset = try carbonwall("emit", "nftables", "--policy", file, "--node", "tm")
        #expect(ruleset.status == .exited(65))
        #expect(ruleset.errors.contains("policy.yaml:4:3: error: gw has no addresses"))
    }
}
