import TestSupport
import Testing

/// Addresses that no packet between two machines comes from are refused wherever somebody may write them.
@Suite struct PlaceholderAddressTests {
    static let placeholders = [
        "127.0.0.1", "127.0.0.0/8", "::1", "224.0.0.1", "239.0.0.0/8", "ff02::1", "255.255.255.255", "0.0.0.0", "::",
    ]

    @Test(arguments: placeholders) func `a source is refused with the reason`(address: String) throws {
        for option in [
            ["--from", "admins=\(address)"], ["--keep", "9100/tcp@10.0.0.1,\(address)"], ["--ssh", "22@\(address)"],
        ] {
            let result = try carbonwall(["ports", "--runtime", "mi"] + option)
            #expect(result.status == .exited(65), "\(option)")
            #expect(result.output.isEmpty)
            #expect(result.errors.contains("\(address): it ") && result.errors.contains("hint: "))
        }
    }

    @Test(arguments: placeholders) func `a file's sources, links and nodes are refused with their place`(
        address: String
    ) throws {
        let lines = [
            "sources: { admins: [\"\(address)\"] }",
            "nodes: { a: { addresses: [\"\(address)\"], runtimes: [{ name: mi }] } }",
            "links: { l: { to: [\"\(address)\"], ports: [1/tcp], from: [b] } }",
        ]
        for (number, line) in lines.enumerated() {
            let folder = try TemporaryFolder()
            let nodes = number == 1 ? "" : "\nnodes: { b: { addresses: [10.0.0.2], runtimes: [{ name: mi }] } }"
            let file = try folder.write("version: 1\n\(line)\(nodes)\n", to: "policy.yaml")
            let result = try carbonwall("ports", "--policy", file)
            #expect(result.status == .exited(65))
            #expect(result.errors.contains("policy.yaml:2:"))
        }
        let folder = try TemporaryFolder()
        let list = try folder.write("10.0.0.1\n  \(address)\n", to: "list.txt")
        let result = try carbonwall("ports", "--runtime", "mi", "--from", "admins=@\(list)")
        #expect(result.status == .exited(65))
        #expect(result.errors.contains("list.txt:2:3:"))
    }

    @Test(arguments: ["\"::/0\"", "0.0.0.0/0", "\"::/1\", \"8000::/1\"", "0.0.0.0/1", "\"2000::/3\"", "10.0.0.0/7"])
    func `a node has no more addresses than an allocation`(addresses: String) throws {
        let folder = try TemporaryFolder()
        let text = """
            version: 1
            nodes:
              cp: { addresses: [10.0.2.11], runtimes: [{ name: apim, role: control-plane }] }
              gw:
                addresses: [\(addresses)]
                runtimes: [{ name: apim, role: gateway }]
            """
        let result = try carbonwall("ports", "--policy", try folder.write(text, to: "policy.yaml"), "--node", "cp")
        #expect(result.status == .exited(65))
        #expect(result.errors.contains("policy.yaml:5:16:"))
    }

    @Test func `everybody is a source, and a subnet is a node's`() throws {
        let everybody = try carbonwall(
            "ports",
            "--runtime",
            "mi",
            "--from",
            "clients=0.0.0.0/0,::/0",
            "--from",
            "admins=0.0.0.0/1"
        )
        #expect(everybody.succeeded)
        let folder = try TemporaryFolder()
        let text =
            "version: 1\nnodes: { a: { addresses: [10.0.0.0/8, \"2001:db8::/32\"], runtimes: [{ name: mi }] } }\n"
        #expect(try carbonwall("ports", "--policy", try folder.write(text, to: "policy.yaml")).succeeded)
    }
}
