import TestSupport
import Testing

@testable import Enforcement

@Suite struct DoctorDocumentationTests {
    @Test(arguments: DoctorFinding.allCases)
    func `every finding about the machine has its section`(kind: DoctorFinding) throws {
        let page = try FileDescriptor.open("\(Locations.packageRoot)/docs/doctor.md").contents()
        #expect(String(decoding: page, as: UTF8.self).split(separator: "\n").contains("## \(kind.rawValue)"))
    }
}
