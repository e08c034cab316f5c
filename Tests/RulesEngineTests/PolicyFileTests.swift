import Policy
import RulesEngine
import Testing

@Suite struct PolicyFileTests {
    static let valid = """
        version: 1
        sources:
          clients: [0.0.0.0/0, "::/0"]
          admins: [10.9.0.0/24]
        nodes:
          front: { addresses: [10.0.1.11, 10.0.1.12], runtimes: [{ name: shop, role: front, offset: 0 }] }
          back: { addresses: [10.0.2.11, "fd00::2"], runtimes: [{ name: shop, role: back, clustering: list, expose: { console: [clients] } }] }
          depot: { addresses: [10.0.3.11], runtimes: [{ name: store, offset: 10, disable: [query] }] }
        links:
          kafka: { to: [10.0.8.0/24], ports: [9092/tcp], from: [depot] }
        """

    private func slugs(_ text: String) -> [String] {
        findings { () throws(InvalidInput) in try PolicyFile(parsing: Array(text.utf8), name: "p.yaml") }.map {
            finding in
            "\(finding.location.map { "\($0.line):\($0.column)" } ?? "-") \(finding.slug)"
        }
    }

    @Test func `a whole file is read`() throws {
        let file = try PolicyFile(parsing: Array(Self.valid.utf8), name: "p.yaml")
        #expect(file.nodes.map(\.name) == ["front", "back", "depot"])
        #expect(file.sources[.clients] == .everything)
        #expect(file.nodes[0].runtimes[0].selected.role == "front")
        #expect(file.nodes[0].runtimes[0].selected.location == SourceLocation(file: "p.yaml", line: 6, column: 58))
        #expect(file.nodes[1].runtimes[0].exposures.map(\.audiences) == [[.clients]])
        #expect(file.nodes[2].runtimes[0].disabled.map(\.description) == ["store/query"])
        #expect(file.links[0].ports.map(\.description) == ["9092/tcp"])
    }

    @Test(arguments: [
        ("version: 2\nnodes: { a: { addresses: [10.0.0.1], runtimes: [{ name: shop }] } }", "1:10 bad-number"),
        ("version: 1", "1:1 missing-key"),
        ("version: 1\nnodes: {}", "2:8 no-node"),
        ("version: 1\nnode: {}", "2:1 unknown-key"),
        ("version: 1\nnodes: { A: { addresses: [10.0.0.1], runtimes: [{ name: shop }] } }", "2:10 bad-name"),
        ("version: 1\nnodes: { a: { addresses: [10.0.0.300], runtimes: [{ name: shop }] } }", "2:27 bad-address"),
        ("version: 1\nnodes: { a: { addresses: [10.0.0.1/8], runtimes: [{ name: shop }] } }", "2:27 bad-address"),
        ("version: 1\nnodes: { a: { addresses: [10.0.0.1], runtimes: [] } }", "2:48 empty-list"),
        ("version: 1\nnodes: { a: { addresses: [], runtimes: [{ name: shop }] } }", "2:26 empty-list"),
        (
            "version: 1\nnodes: { a: { addresses: [10.0.0.1], runtimes: [{ name: shop }] } }\nsources: { admins: [] }",
            "3:20 empty-list"
        ),
        (
            "version: 1\nnodes: { a: { addresses: [10.0.0.1], runtimes: [{ name: shop, expose: { console: [] } }] } }",
            "2:82 empty-list"
        ),
        (
            "version: 1\nnodes: { a: { addresses: [10.0.0.1], runtimes: [{ name: shop }] } }\nlinks: { k: { to: [], ports: [9092/tcp], from: [a] } }",
            "3:19 empty-list"
        ),
        (
            "version: 1\nnodes: { a: { addresses: [10.0.0.1], runtimes: [{ name: shop }] } }\nlinks: { k: { to: [10.0.0.9], ports: [], from: [a] } }",
            "3:38 empty-list"
        ),
        (
            "version: 1\nnodes: { a: { addresses: [10.0.0.1], runtimes: [{ name: shop, offset: -1 }] } }",
            "2:71 bad-number"
        ),
        (
            "version: 1\nnodes: { a: { addresses: [10.0.0.1], runtimes: [{ name: shop }] } }\nsources: { admin: [10.0.0.0/8] }",
            "3:12 unknown-audience"
        ),
        (
            "version: 1\nnodes: { a: { addresses: [10.0.0.1], runtimes: [{ name: shop }] } }\nlinks: { k: { to: [10.0.0.9], ports: [9092], from: [a] } }",
            "3:39 bad-port"
        ),
        (
            "version: 1\nnodes: { a: { addresses: [10.0.0.1], runtimes: [{ name: shop }] } }\nlinks: { k: { to: [10.0.0.9], ports: [9092/tcp], from: [b] } }",
            "3:57 unknown-node"
        ),
        ("version: 1\n\tnodes: {}", "2:1 bad-character"),
        ("", "1:1 empty-file"),
    ])
    func `a mistake is found where it is`(text: String, expected: String) {
        #expect(slugs(text).contains(expected), "found \(slugs(text))")
    }

    @Test func `a mistake is said once`() {
        #expect(slugs("version: 1\nnodes: { a: { addresses: [10.0.0.1] } }") == ["2:13 missing-key"])
        #expect(
            slugs("version: 1\nnodes: { a: { addresses: [x], runtimes: [{ name: shop }] } }") == ["2:27 bad-address"]
        )
    }

    @Test func `two nodes with one address are an error`() {
        let text = """
            version: 1
            nodes:
              a: { addresses: [10.0.0.0/24], runtimes: [{ name: shop }] }
              b: { addresses: [10.0.0.7], runtimes: [{ name: shop }] }
            """
        #expect(slugs(text) == ["4:3 shared-address"])
    }

    @Test(arguments: ["\"; flush ruleset\"", "'$(reboot)'", "\"\\u202Ex\"", "\"a\\nb\""])
    func `a hostile name is an error wherever it stands`(name: String) {
        let node = "version: 1\nnodes: { \(name): { addresses: [10.0.0.1], runtimes: [{ name: shop }] } }"
        #expect(!slugs(node).isEmpty)
        let address = "version: 1\nnodes: { a: { addresses: [\(name)], runtimes: [{ name: shop }] } }"
        #expect(!slugs(address).isEmpty)
        let port =
            "version: 1\nnodes: { a: { addresses: [10.0.0.1], runtimes: [{ name: shop }] } }\nlinks: { k: { to: [10.0.0.9], ports: [\(name)], from: [a] } }"
        #expect(!slugs(port).isEmpty)
    }
}
