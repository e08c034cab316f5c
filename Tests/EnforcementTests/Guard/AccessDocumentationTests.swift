import TestSupport
import Testing

@testable import Enforcement

@Suite struct AccessDocumentationTests {
    @Test(arguments: AccessFinding.allCases)
    func `every finding about access has its section`(kind: AccessFinding) throws {
        let page = try FileDescriptor.open("\(Locations.packageRoot)/docs/enforcement.md").contents()
        #expect(String(decoding: page, as: UTF8.self).split(separator: "\n").contains("## \(kind.rawValue)"))
    }
}
