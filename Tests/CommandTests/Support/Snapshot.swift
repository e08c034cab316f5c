import Foundation
import TestSupport
import Testing

/// Texts that the program has to write again byte for byte; `RECORD=1` writes them anew, and fails on purpose.
enum Snapshot {
    private static let folder = "\(Locations.packageRoot)/Tests/CommandTests/Snapshots"

    /// Compares `text` with the snapshot `name`.
    static func expect(_ text: String, is name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let file = URL(fileURLWithPath: "\(folder)/\(name)")
        if ProcessInfo.processInfo.environment["RECORD"] == "1" {
            try Data(text.utf8).write(to: file)
            Issue.record("recorded \(name)", sourceLocation: sourceLocation)
        }
        let recorded = (try? Data(contentsOf: file)).map { String(decoding: $0, as: UTF8.self) }
        #expect(recorded == text, sourceLocation: sourceLocation)
    }
}
