import Foundation
import TestSupport
import Testing

@Suite struct CatalogCommandTests {
    private func object(_ arguments: String...) throws -> Any {
        try JSONSerialization.jsonObject(
            with: Data(carbonwall(["catalog"] + arguments + ["--format", "json"]).outputBytes)
        )
    }

    @Test func `list names every runtime with what can be chosen`() throws {
        let runtimes = try #require(try object("list") as? [[String: Any]])
        #expect(runtimes.map { $0["name"] as? String } == ["apim", "mi", "si", "si-tooling"])
        #expect(runtimes.map { $0["offset"] as? Int } == [0, 10, 0, 3])
        #expect((runtimes[0]["clustering"] as? [String])?.contains("aws-ecs") == true)
        let text = try carbonwall("catalog", "list", environment: ["COLUMNS": "5000"]).output
        #expect(text.contains("WSO2 Streaming Integrator Tooling"))
        #expect(text.contains("key-manager"))
    }

    @Test func `show has the page's claim beside the product's truth`() throws {
        let runtime = try #require(try object("show", "apim") as? [String: Any])
        let ports = try #require(runtime["ports"] as? [[String: Any]])
        let claims = ports.compactMap { $0["pageClaim"] as? String }
        #expect(claims.count >= 5)
        let text = try carbonwall("catalog", "show", "apim", environment: ["COLUMNS": "5000"]).output
        #expect(claims.allSatisfy { text.contains("page claim \($0)".dropFirst("page claim ".count)) })
        #expect(text.contains("page claim "))
    }

    @Test(arguments: ["apim", "mi", "si", "si-tooling"]) func `the text of show has every value of its json`(
        name: String
    ) throws {
        let text = try carbonwall("catalog", "show", name, environment: ["COLUMNS": "5000"]).output
        for value in scalars(try object("show", name)) {
            #expect(text.contains(value))
        }
    }

    private func scalars(_ value: Any) -> [String] {
        switch value {
        case let members as [String: Any]: members.values.flatMap(scalars)
        case let values as [Any]: values.flatMap(scalars)
        case let text as String: [text]
        default: []
        }
    }

    @Test func `the repository's own catalog is valid`() throws {
        let result = try carbonwall("catalog", "validate", "\(Locations.packageRoot)/rules")
        #expect(result.succeeded)
        #expect(result.output.contains("nothing wrong in 4 runtimes"))
    }

    @Test func `a folder with the same files gives the same ports`() throws {
        let built = try carbonwall("ports", "--runtime", "apim", "--format", "json")
        let read = try carbonwall(
            "ports",
            "--runtime",
            "apim",
            "--format",
            "json",
            "--rules",
            "\(Locations.packageRoot)/rules"
        )
        #expect(built == read)
    }

    @Test func `one file is checked as well, and counted in the singular`() throws {
        let result = try carbonwall("catalog", "validate", "\(Locations.packageRoot)/rules/mi.yaml")
        #expect(result.succeeded, "\(result.errors)")
        #expect(result.output.contains("nothing wrong in 1 runtime with "))
        let missing = try carbonwall("catalog", "validate", "/nonexistent.yaml")
        #expect(missing.status == .exited(65))
        #expect(missing.errors.contains("No such file"))
    }

    @Test func `--rules adds a product to the known ones, and --only-rules knows no others`() throws {
        let folder = try TemporaryFolder()
        let text = try String(contentsOfFile: "\(Locations.packageRoot)/rules/mi.yaml", encoding: .utf8)
        try folder.write(text.replacing("\nid: mi\n", with: "\nid: gadget\n"), to: "gadget.yaml")
        let both = ["ports", "--runtime", "gadget:20", "--runtime", "apim"]
        let added = try carbonwall(both + ["--rules", folder.path])
        #expect(added.succeeded, "\(added.errors)")
        #expect(added.output.contains("gadget") && added.output.contains("apim"))
        let alone = try carbonwall(both + ["--only-rules", folder.path])
        #expect(alone.status == .exited(64))
        #expect(alone.errors.contains("known: gadget"))
        #expect(try carbonwall("ports", "--runtime", "gadget", "--only-rules", folder.path).succeeded)
        let list = try carbonwall("catalog", "list", "--rules", folder.path, "--format", "json").output
        #expect(list.contains("\"gadget\"") && list.contains("\"si-tooling\""))
        let neither = try carbonwall("catalog", "list", "--rules", folder.path, "--only-rules", folder.path)
        #expect(neither.status == .exited(64))
    }

    @Test func `a file of --rules takes the place of the built-in product of its name`() throws {
        let folder = try TemporaryFolder()
        let text = try String(contentsOfFile: "\(Locations.packageRoot)/rules/mi.yaml", encoding: .utf8)
        try folder.write(text.replacing("WSO2 Micro Integrator", with: "Our Micro Integrator"), to: "mi.yaml")
        let list = try carbonwall("catalog", "list", "--rules", folder.path, "--format", "json").output
        #expect(list.contains("Our Micro Integrator") && !list.contains("WSO2 Micro Integrator"))
    }

    @Test func `every finding of every file is reported with its place`() throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "empty.yaml")
        try folder.write("name: x\nports: 1\nnonsense: 1\n", to: "broken.yaml")
        try folder.write("name:\tx\n", to: "tab.yaml")
        try folder.write("not a catalog", to: "README.md")
        let result = try carbonwall("catalog", "validate", folder.path)
        #expect(result.status == .exited(65))
        #expect(result.output.isEmpty)
        for file in ["empty.yaml", "broken.yaml", "tab.yaml"] {
            let place = "\(folder.file(file)):"
            #expect(result.errorLines.contains { $0.hasPrefix(place) && $0.contains(": error: ") })
        }
        #expect(result.errors.contains("nonsense"))
        #expect(!result.errors.contains("README"))
        let used = try carbonwall("ports", "--runtime", "apim", "--rules", folder.path)
        #expect(used.status == .exited(65))
        #expect(used.errors == result.errors)
    }

    @Test func `a folder without files is an error`() throws {
        let folder = try TemporaryFolder()
        let result = try carbonwall("catalog", "validate", folder.path)
        #expect(result.status == .exited(65))
        #expect(result.errors.contains("no *.yaml"))
    }

    @Test func `a folder that isn't there is an error`() throws {
        let result = try carbonwall("catalog", "validate", "/nonexistent/rules")
        #expect(result.status == .exited(65))
        #expect(result.errors.contains("'/nonexistent/rules': No such file or directory"))
    }
}
