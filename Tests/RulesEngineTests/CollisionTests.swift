import Catalog
import Policy
import RulesEngine
import Testing

@Suite struct CollisionTests {
    let engine = SampleCatalog.engine

    @Test func `two runtimes on one port are one finding with every pair and the way out`() {
        let found = findings { () throws(InvalidInput) in
            try engine.resolve(selection([SelectedRuntime(name: "shop"), SelectedRuntime(name: "store")]))
        }
        #expect(found.map(\.slug) == ["collision"])
        #expect(found[0].message == "shop and store:3 collide on 9443/tcp (shop console 9443, store web 9440+3)")
        #expect(found[0].hint == "the smallest offset that frees store is 0: --runtime store:0")
    }

    @Test func `the named offset frees the second runtime and no smaller one does`() throws {
        let runtimes = [SelectedRuntime(name: "shop"), SelectedRuntime(name: "shop", offset: 0)]
        let found = findings { () throws(InvalidInput) in try engine.resolve(selection(runtimes)) }
        let hint = try #require(found.first?.hint)
        let named = try #require(hint.split(separator: ":").last.flatMap { Int($0) })
        let working = (0...named).filter { offset in
            (try? engine.resolve(selection([runtimes[0], SelectedRuntime(name: "shop", offset: offset)]))) != nil
        }
        #expect(working == [named])
    }

    @Test func `one runtime meets itself exactly where one port follows and the other doesn't`() {
        let colliding = (0...2000).filter { offset in
            !findings { () throws(InvalidInput) in
                try engine.resolve(selection([SelectedRuntime(name: "store", offset: offset)]))
            }.isEmpty
        }
        #expect(colliding == [43])
    }

    @Test func `ports that no offset moves can't be freed by one`() {
        let found = findings { () throws(InvalidInput) in
            try engine.resolve(
                selection([
                    SelectedRuntime(name: "shop", clustering: "list"),
                    SelectedRuntime(name: "shop", offset: 50, clustering: "list"),
                ])
            )
        }
        #expect(found.first?.message.contains("4000/tcp") == true)
        #expect(found.first?.hint?.hasPrefix("no offset frees shop") == true)
    }

    @Test func `two fixed ports of one runtime on one number can't be freed by an offset`() throws {
        let product = Engine(catalog: try ProductCatalog.builtIn())
        let found = findings { () throws(InvalidInput) in
            try product.resolve(
                selection([SelectedRuntime(name: "apim", clustering: "wka")]) {
                    $0.enabled = [CatalogReference("hazelcast-discovered")]
                }
            )
        }
        #expect(found.first?.message.hasPrefix("apim meets itself on 4000/tcp") == true)
        #expect(found.first?.hint?.hasPrefix("no offset frees apim") == true)
    }

    @Test func `closed and outbound ports don't collide`() throws {
        let host = try engine.resolve(
            selection([SelectedRuntime(name: "shop"), SelectedRuntime(name: "store")]) {
                $0.disabled = [CatalogReference("store/web")]
            }
        )
        #expect(host.ports.filter { $0.service.ports.contains(9443) }.count == 1)
    }
}
