import TestSupport
import Testing

@Suite struct FileOriginTests {
    private static let policy = """
        version: 1
        nodes:
          gw: { addresses: [10.0.0.1], runtimes: [{ name: mi }] }
          cp: { addresses: [10.0.0.2], runtimes: [{ name: si }] }
        """

    @Test(arguments: [
        (["nftables", "--node", "gw"], "\n# From node gw of 'my.yaml'\n"),
        (["iptables", "--node", "gw"], "\n# From node gw of 'my.yaml'\n"),
        (["aws", "--format", "script"], "\n# From 'my.yaml'\n"),
        (["openstack"], "# From 'my.yaml'\nheat_template_version"),
        (["terraform"], "\"//\": \"carbonwall, from 'my.yaml'\""),
        (["cloudformation"], "\"Description\": \"carbonwall, from 'my.yaml'\""),
        (["azure"], "\"metadata\": {\"description\": \"carbonwall, from 'my.yaml'\"}"),
    ])
    func `a file says which policy file and node it is from, and no folder`(arguments: [String], line: String) throws {
        let (one, other) = (try TemporaryFolder(), try TemporaryFolder())
        let texts = try [one, other].map { folder in
            let path = try folder.write(Self.policy, to: "my.yaml")
            let result = try carbonwall(["emit"] + arguments + ["--policy", path])
            #expect(result.succeeded, "\(result.errors)")
            return result.output
        }
        #expect(texts[0].contains(line))
        #expect(texts[0] == texts[1])
    }

    @Test func `flags alone name no file`() throws {
        #expect(try !carbonwall("emit", "nftables", "--runtime", "mi").output.contains("# From"))
    }

    @Test func `an expose to the cluster without clustering means the nodes of the same product`() throws {
        let folder = try TemporaryFolder()
        let policy = """
            version: 1
            nodes:
              gw: { addresses: [10.0.0.1], runtimes: [{ name: mi, expose: { management-https: [cluster] } }] }
              other: { addresses: [10.0.0.2], runtimes: [{ name: mi }] }
              si: { addresses: [10.0.0.3], runtimes: [{ name: si }] }
            """
        let path = try folder.write(policy, to: "my.yaml")
        let arguments = [
            "--policy", path, "--node", "gw", "--from", "clients=203.0.113.9", "--from", "admins=203.0.113.9",
        ]
        let result = try carbonwall(["explain", "9164"] + arguments)
        #expect(result.output.contains("10.0.0.1") || result.output.contains("10.0.0.2"))
        #expect(!result.output.contains("private ranges") && !result.output.contains("10.0.0.3"))
    }
}
