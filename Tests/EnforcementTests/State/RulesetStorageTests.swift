import SystemPackage
import TestSupport
import Testing

@testable import Enforcement

@Suite struct RulesetStorageTests {
    private let temporary: TemporaryFolder
    private let path: FilePath

    init() throws {
        temporary = try TemporaryFolder()
        path = FilePath(temporary.path(of: "state"))
    }

    @Test(arguments: [0, 1, 65_536, 3_000_000])
    func `messages, addresses and fail-safe are read back as they were`(count: Int) throws {
        let folder = try StateFolder(creating: path)
        let batch = SampleState.batch(1, count: count)
        let state = try folder.apply(batch, addresses: SampleState.addresses)
        #expect(try folder.messages(of: state.history[0]) == batch)
        #expect(try folder.addresses(of: state.history[0]) == SampleState.addresses)
        #expect(try folder.failSafe(of: state.history[0]) == SampleState.failSafe(1))
    }

    @Test func `rulesets go with the policies that are forgotten`() throws {
        let folder = try StateFolder(creating: path)
        for _ in 1...12 { try folder.apply() }
        let state = try folder.load()
        #expect(state.history.map(\.number) == Array(3...12))
        #expect(try folder.holdsRulesets(of: state))
        let expected = (3...12).map { "ruleset-\($0)" } + ["lock", "state"]
        #expect(try folder.names() == expected.sorted())
    }

    /// What happened to the file, and what reading it says.
    @Test(arguments: [
        ("rm state/ruleset-1", StateError.Damage.missing),
        ("truncate -s -1 state/ruleset-1", .wrongLength),
        ("echo >>state/ruleset-1", .wrongLength),
        ("truncate -s 0 state/ruleset-1", .wrongLength),
        ("printf x | dd of=state/ruleset-1 bs=1 seek=1000 conv=notrunc status=none", .checksum),
        ("cp state/ruleset-2 state/ruleset-1", .checksum),
    ])
    func `messages that aren't what was stored are an error`(command: String, damage: StateError.Damage) throws {
        let folder = try StateFolder(creating: path)
        for _ in 1...2 { try folder.apply() }
        try ProcessRunner.output(of: ["sh", "-ec", "cd \(temporary.path); \(command)"])
        let state = try folder.load()
        let expected = StateError.damaged(path.appending("ruleset-1").string, damage)
        #expect(throws: expected) { _ = try folder.messages(of: state.history[0]) }
        #expect(try folder.messages(of: state.history[1]) == SampleState.batch(2))
    }

    @Test func `damage to the fail-safe leaves the batch good`() throws {
        let folder = try StateFolder(creating: path)
        let state = try folder.apply()
        let length = state.history[0].ruleset.messages.length
        let command = "printf x | dd of=\(path)/ruleset-1 bs=1 seek=\(length) conv=notrunc status=none"
        try ProcessRunner.output(of: ["sh", "-ec", command])
        #expect(try folder.messages(of: state.history[0]) == SampleState.batch(1))
        #expect(throws: StateError.damaged(path.appending("ruleset-1").string, .checksum)) {
            _ = try folder.failSafe(of: state.history[0])
        }
    }

    @Test(.needsRoot) func `a full disk is an error, and what was there stays`() throws {
        let mount = temporary.path(of: "small")
        try ProcessRunner.output(of: ["mkdir", mount])
        try ProcessRunner.output(of: ["mount", "-t", "tmpfs", "-o", "size=64k,mode=700", "none", mount])
        defer { _ = try? ProcessRunner.run(["umount", mount]) }
        let folder = try StateFolder(creating: FilePath(mount).appending("state"))
        let before = try folder.apply()
        let ruleset = FilePath(mount).appending("state").appending("ruleset-2").string
        #expect(throws: StateError.system(SystemProblem("write", ruleset, .noSpace))) {
            try folder.apply(SampleState.batch(2, count: 200_000))
        }
        #expect(try folder.load() == before)
        #expect(try folder.names() == ["lock", "ruleset-1", "state"])
    }
}
