import Policy
import RulesEngine
import Testing

@Suite struct InvalidSelectionTests {
    let engine = SampleCatalog.engine

    @Test func `every unknown name is reported, with the nearest one`() {
        let found = findings { () throws(InvalidInput) in
            try engine.resolve(
                selection([
                    SelectedRuntime(name: "shpo"),
                    SelectedRuntime(name: "shop", role: "fornt", clustering: "lits"),
                ])
            )
        }
        #expect(found.map(\.slug) == ["unknown-runtime", "unknown-role", "unknown-clustering-mode"])
        #expect(found.map { $0.hint?.contains("did you mean") } == [true, true, true])
        #expect(found[1].hint?.contains("front") == true)
    }

    @Test func `a hostile name comes out escaped and cut`() {
        let name = "\u{202E}evil\"\n;$(reboot)" + String(repeating: "x", count: 1_000_000)
        let found = findings { () throws(InvalidInput) in try engine.resolve(selection([SelectedRuntime(name: name)])) }
        let message = found.first?.message ?? ""
        #expect(message.utf8.count < 200)
        #expect(!message.unicodeScalars.contains { $0 == "\u{202E}" || $0 == "\n" })
    }

    @Test(arguments: [-1, 65535, Int.max, Int.min])
    func `an absurd offset is refused`(offset: Int) {
        let found = findings { () throws(InvalidInput) in
            try engine.resolve(selection([SelectedRuntime(name: "shop", offset: offset)]))
        }
        #expect(found.map(\.slug) == ["invalid-offset"])
    }

    @Test func `an offset past 65535 names the port, the runtime and the largest that fits`() throws {
        let found = findings { () throws(InvalidInput) in
            try engine.resolve(selection([SelectedRuntime(name: "shop", offset: 55537)]))
        }
        #expect(found.map(\.slug) == ["offset-out-of-range"])
        #expect(found[0].message == "shop: gauge-a 9999 + offset 55537 is past 65535")
        #expect(found[0].hint == "the largest offset that fits shop is 55536")
        let fitting = try engine.resolve(selection([SelectedRuntime(name: "shop", offset: 55536)]))
        #expect(fitting.ports.contains { $0.service.ports.upper == 65535 })
    }

    @Test func `names in switches and exposures have to exist`() {
        let found = findings { () throws(InvalidInput) in
            try engine.resolve(
                selection([SelectedRuntime(name: "shop")]) {
                    $0.enabled = [CatalogReference("gaueg")]
                    $0.disabled = [CatalogReference("store/web")]
                    $0.exposures = [Exposure(port: CatalogReference("gauge"), audiences: [.admins])]
                }
            )
        }
        #expect(found.map(\.slug) == ["unknown-feature-or-port", "unknown-runtime", "unknown-port"])
    }

    @Test func `enabled and disabled at once is an error, and so is exposing a closed port`() {
        let found = findings { () throws(InvalidInput) in
            try engine.resolve(
                selection([SelectedRuntime(name: "shop")]) {
                    $0.enabled = [CatalogReference("attic")]
                    $0.disabled = [CatalogReference("shop/attic")]
                }
            )
        }
        #expect(found.map(\.slug) == ["enabled-and-disabled"])
        let closed = findings { () throws(InvalidInput) in
            try engine.resolve(
                selection([SelectedRuntime(name: "shop")]) {
                    $0.exposures = [Exposure(port: CatalogReference("cellar"), audiences: [.clients])]
                }
            )
        }
        #expect(closed.map(\.slug) == ["exposed-port-closed"])
    }
}
