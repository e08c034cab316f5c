import TestSupport
import Testing

import RulesEngine

@Suite struct DocumentationTests {
    @Test(arguments: lintRules.map { $0.slug })
    func `every lint rule has its section`(slug: String) throws {
        let page = try FileDescriptor.open("\(Locations.packageRoot)/docs/lint.md").contents()
        #expect(String(decoding: page, as: UTF8.self).split(separator: "\n").contains("## \(slug)"))
    }
}
