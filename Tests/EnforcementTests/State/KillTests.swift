import SystemPackage
import TestSupport
import Testing

@testable import Enforcement

/// A process that stops dead at every call that changes the folder, one after the other.
@Suite struct KillTests {
    /// How many policies were applied before the one that is interrupted: none, one, and so many that one is forgotten.
    @Test(arguments: [0, 1, 10])
    func `a process that is killed at any step leaves the old state or the new one`(policiesBefore: Int) throws {
        let program = try Locations.program("enforcement-probe")
        let template = try TemporaryFolder()
        let before = try Self.prepare(FilePath(template.path(of: "state")), policies: policiesBefore)
        var step = 0
        var outcomes: [Int] = []
        while true {
            let temporary = try TemporaryFolder()
            let path = FilePath(temporary.path(of: "state"))
            try ProcessRunner.output(of: ["cp", "-a", template.path(of: "state"), path.string])
            let result = try ProcessRunner.run([program, "store", path.string, "\(step)"])
            let after = try StateFolder(creating: path).load()
            #expect(after == before || after.current == policiesBefore + 1, "step \(step)")
            #expect(try StateFolder(creating: path).holdsRulesets(of: after), "step \(step)")
            try Self.checkRecovery(path, from: after)
            outcomes.append(after.nextNumber - before.nextNumber)
            if result.succeeded { break }
            #expect(result.status == .exited(99), "step \(step): \(result.output)")
            step += 1
        }
        #expect(step >= 12, "there are at least 12 steps to stop at")
        #expect(outcomes == outcomes.sorted(), "once the new state is there, it stays")
        #expect(outcomes.first == 0 && outcomes.last == 1)
    }

    private static func prepare(_ path: FilePath, policies: Int) throws -> EnforcementState {
        let folder = try StateFolder(creating: path)
        for _ in 0..<policies { try folder.apply() }
        return try folder.load()
    }

    /// Checks that the next run finds nothing in its way and leaves nothing of the killed one behind.
    private static func checkRecovery(_ path: FilePath, from state: EnforcementState) throws {
        let folder = try StateFolder(creating: path)
        let next = try folder.apply()
        #expect(next.nextNumber == state.nextNumber + 1)
        #expect(try folder.holdsRulesets(of: next))
        let expected = ["lock", "state"] + next.history.map { "ruleset-\($0.number)" }
        #expect(try folder.names() == expected.sorted())
    }
}
