#if os(Linux)
import TestSupport
import Testing

@testable import Catalog

/// What holds between rules/ and the rest of the repository.
@Suite struct RepositoryTests {
    private static let root = String(#filePath.dropLast("/Tests/CatalogTests/RepositoryTests.swift".count))

    @Test func `what is compiled in is what the folder holds`() throws {
        let names = try ProcessRunner.output(of: ["ls", "\(Self.root)/rules"]).split(separator: "\n")
        #expect(CatalogFile.embedded.map(\.name) == names.filter { $0.hasSuffix(".yaml") }.map { "rules/\($0)" })
        for file in CatalogFile.embedded {
            #expect(try ProcessRunner.run(["cat", "\(Self.root)/\(file.name)"]).outputBytes == file.bytes)
        }
    }

    @Test func `no source names a runtime, a role or a port: they are data`() throws {
        let catalog = try ProductCatalog.builtIn()
        let names = catalog.runtimes.map(\.id) + catalog.runtimes.flatMap(\.roles).map(\.id)
        let pattern = names.map { "\"\($0)\"" }.joined(separator: "|")
        let found = try ProcessRunner.run(["grep", "-rnE", "--include=*.swift", pattern, "\(Self.root)/Sources"])
        #expect(found.output == "")
    }

    @Test(arguments: [
        "id", "title", "offset", "other-runtimes", "roles", "clustering", "features", "notes", "ports", "fallback",
        "helm-chart",
        "multicast-groups", "enabled", "port", "transport", "protocol", "audiences", "basis", "description", "source",
        "direction", "feature", "key", "peers", "needs", "page", "internal-because",
    ])
    func `the page about the format has every key`(key: String) throws {
        let page = try ProcessRunner.output(of: ["cat", "\(Self.root)/rules/README.md"])
        #expect(page.contains("`\(key)`") || page.contains("\(key): "))
    }
}
#endif
