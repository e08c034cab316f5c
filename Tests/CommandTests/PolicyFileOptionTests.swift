import TestSupport
import Testing

@Suite struct PolicyFileOptionTests {
    private static let policy = """
        version: 1
        sources:
          admins: [10.9.0.0/24]
        nodes:
          gw: { addresses: [10.0.1.11], runtimes: [{ name: apim, role: gateway }] }
          cp: { addresses: [10.0.2.11], runtimes: [{ name: apim, role: control-plane, offset: 1 }] }
        """

    @Test func `a node is taken from the file, with the file's sources`() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(Self.policy, to: "policy.yaml")
        let result = try carbonwall("explain", "9444", "--from", "10.0.1.11", "--policy", file, "--node", "cp")
        #expect(result.output.hasPrefix("9444/tcp from 10.0.1.11: accept"))
        let admin = try carbonwall("explain", "9444", "--from", "10.9.0.1", "--policy", file, "--node", "cp")
        #expect(admin.output.contains("admins"))
        let other = try carbonwall("explain", "9444", "--from", "10.0.3.11", "--policy", file, "--node", "cp")
        #expect(other.output.hasPrefix("9444/tcp from 10.0.3.11: drop"))
    }

    @Test func `which node has to be said where there are several`() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(Self.policy, to: "policy.yaml")
        let silent = try carbonwall("ports", "--policy", file)
        #expect(silent.status == .exited(64))
        #expect(silent.errors.contains("--node: cp, gw"))
        let wrong = try carbonwall("ports", "--policy", file, "--node", "wg")
        #expect(wrong.status == .exited(64))
        #expect(wrong.errors.contains("did you mean gw?"))
    }

    @Test func `the only node needs no naming`() throws {
        let folder = try TemporaryFolder()
        let lines = Self.policy.split(separator: "\n").filter { !$0.contains("cp:") }.joined(separator: "\n")
        let file = try folder.write(lines, to: "policy.yaml")
        #expect(try carbonwall("ports", "--policy", file).succeeded)
    }

    @Test(arguments: [["--runtime", "si"], ["--offset", "1"], ["--clustering", "wka"], ["--role", "gateway"]])
    func `what the file says can't be said beside it`(flags: [String]) throws {
        let result = try carbonwall(["ports", "--policy", "any.yaml"] + flags)
        #expect(result.status == .exited(64))
        #expect(result.errors.contains("\(flags[0]) and --policy exclude each other"))
    }

    @Test func `the other flags combine with it`() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(Self.policy, to: "policy.yaml")
        let result = try carbonwall(
            "ports",
            "--policy",
            file,
            "--node",
            "gw",
            "--basis",
            "observed",
            "--disable",
            "jmx",
            "--egress"
        )
        #expect(result.succeeded)
        #expect(!result.output.contains("9999"))
    }

    @Test func `every mistake of the file comes with its place`() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(
            """
            version: 1
            nodes:
              gw: { addresses: [10.0.1.300], runtimes: [{ name: apmi }] }
            """,
            to: "policy.yaml"
        )
        let result = try carbonwall("ports", "--policy", file)
        #expect(result.status == .exited(65))
        #expect(result.errors.contains("\(file):3:"))
    }

    @Test func `advice on a file's node speaks of the file`() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(Self.policy, to: "policy.yaml")
        let result = try carbonwall("explain", "8243", "--policy", file, "--node", "cp")
        #expect(result.output.contains("drop"))
        #expect(!result.output.contains("--role"))
    }
}
