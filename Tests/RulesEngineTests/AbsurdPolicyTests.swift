import Policy
import RulesEngine
import Testing

/// Files that nobody writes on purpose are refused fast, and in little memory.
@Suite struct AbsurdPolicyTests {
    private func findings(_ text: String) -> [Finding] {
        do {
            _ = try PolicyFile(parsing: Array(text.utf8), name: "p.yaml")
            return []
        } catch {
            return error.findings
        }
    }

    @Test func `more runtimes on a node than ports are refused before they are looked at`() {
        let runtimes = Array(repeating: "{ name: apim }", count: 20_000).joined(separator: ", ")
        let found = findings("version: 1\nnodes: { gw: { addresses: [10.0.0.1], runtimes: [\(runtimes)] } }\n")
        #expect(found.map(\.slug) == ["too-many"])
        #expect(found.first?.location?.line == 2)
        #expect(found.first?.message == "more than 1000 runtimes on a node")
    }

    @Test func `flags can't select more either`() throws {
        let selection = Selection(runtimes: Array(repeating: SelectedRuntime(name: "shop"), count: 1001))
        #expect(throws: InvalidInput([Finding(.error, "too-many", "more than 1000 runtimes on a host")])) {
            try SampleCatalog.engine.resolve(selection)
        }
    }

    @Test func `of very many wrong keys the first thousand are named`() {
        let keys = (0..<5_000).map { "key\($0): 1\n" }.joined()
        let found = findings("version: 1\n\(keys)")
        #expect(found.count == FieldLimit.findings + 1)
        #expect(found.last?.message == "more is wrong from here on")
    }

    private enum FieldLimit { static let findings = 1000 }
}
