import Catalog
import Policy
import Testing

@Suite struct BuiltInTests {
    @Test func `the built-in catalog loads and holds the four runtimes by name`() throws {
        let catalog = try ProductCatalog.builtIn()
        #expect(catalog.runtimes.map(\.id) == ["apim", "mi", "si", "si-tooling"])
    }
}
