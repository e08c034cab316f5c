import SystemPackage
import TestSupport
import Testing

@testable import Enforcement

/// The calls of a real run, cut off after each of them, on a disk that loses what wasn't synced.
@Suite struct PowerCutTests {
    private struct Run {
        let filesBefore: [String: [UInt8]]
        let before: EnforcementState
        let after: EnforcementState
        let calls: [RecordedStorage.Call]
    }

    private static func run(policiesBefore: Int) throws -> Run {
        let temporary = try TemporaryFolder()
        let path = FilePath(temporary.path(of: "state"))
        for _ in 0..<policiesBefore { try StateFolder(creating: path).apply() }
        let storage = RecordedStorage()
        let folder = try StateFolder(creating: path, storage: storage)
        let before = try folder.load()
        let names = try folder.names().filter { $0 != "lock" }
        let files = try names.map { ($0, try temporary.contents(of: "state/\($0)")) }
        let after = try folder.apply()
        return Run(
            filesBefore: Dictionary(uniqueKeysWithValues: files),
            before: before,
            after: after,
            calls: storage.calls
        )
    }

    /// What a run finds in a folder that holds `files`; nil where a ruleset isn't what was stored.
    private static func load(_ files: [String: [UInt8]]) throws -> EnforcementState? {
        let temporary = try TemporaryFolder()
        for (name, content) in files { try temporary.write(content, to: name) }
        let folder = try StateFolder(creating: FilePath(temporary.path))
        let state = try folder.load()
        return try folder.holdsRulesets(of: state) ? state : nil
    }

    @Test(arguments: [0, 1, 10])
    func `a power cut after any call leaves the old state or the new one`(policiesBefore: Int) throws {
        let run = try Self.run(policiesBefore: policiesBefore)
        var disk = PowerCut(run.filesBefore)
        for (number, call) in run.calls.enumerated() {
            disk.perform(call)
            for outcome in Set(disk.outcomes) {
                let state = try Self.load(outcome)
                #expect(state == run.before || state == run.after, "call \(number), \(call)")
            }
        }
    }

    @Test func `what was saved is there after a power cut at once`() throws {
        let run = try Self.run(policiesBefore: 10)
        var disk = PowerCut(run.filesBefore)
        for call in run.calls { disk.perform(call) }
        for outcome in Set(disk.outcomes) {
            #expect(try Self.load(outcome) == run.after)
        }
    }

    /// Without this the tests above would prove nothing: the disk could be one that forgives everything.
    ///
    /// The last sync makes the new state survive, which the test above is about; the others keep a half one from appearing.
    @Test(arguments: 0..<3) func `without any one sync a power cut could leave half a state`(number: Int) throws {
        let run = try Self.run(policiesBefore: 1)
        let syncs = run.calls.indices.filter { run.calls[$0] == .syncFolder || Self.isFileSync(run.calls[$0]) }
        #expect(syncs.count == 4)
        var disk = PowerCut(run.filesBefore)
        var bad = 0
        for (index, call) in run.calls.enumerated() where index != syncs[number] {
            disk.perform(call)
            for outcome in Set(disk.outcomes) {
                let state = try? Self.load(outcome)
                if state != run.before && state != run.after { bad += 1 }
            }
        }
        #expect(bad > 0)
    }

    private static func isFileSync(_ call: RecordedStorage.Call) -> Bool {
        if case .syncFile = call { true } else { false }
    }
}
