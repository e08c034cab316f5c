import SystemPackage
import TestSupport
import Testing

@testable import Enforcement

@Suite struct StateFolderTests {
    private let temporary: TemporaryFolder
    private let path: FilePath

    init() throws {
        temporary = try TemporaryFolder()
        path = FilePath(temporary.path(of: "state"))
    }

    private func permissions(of path: FilePath) throws -> String {
        try ProcessRunner.output(of: ["stat", "-c", "%a", path.string])
    }

    private func shell(_ command: String) throws {
        try ProcessRunner.output(of: ["sh", "-ec", "cd \(temporary.path); umask 0; " + command])
    }

    @Test func `the folder is made for this user alone, and so is everything in it`() throws {
        let folder = try StateFolder(creating: path)
        try folder.apply()
        #expect(try permissions(of: path) == "700\n")
        for name in ["state", "lock", "ruleset-1"] {
            #expect(try permissions(of: path.appending(name)) == "600\n")
        }
        #expect(try folder.names() == ["lock", "ruleset-1", "state"])
    }

    @Test func `a folder that is there is taken as it is`() throws {
        try StateFolder(creating: path).apply()
        #expect(try StateFolder(creating: path).load().current == 1)
        #expect(try StateFolder.existing(path)?.load().current == 1)
    }

    @Test func `where there is no folder, reading makes none`() throws {
        let isThere = try StateFolder.existing(path) != nil
        #expect(!isThere)
        #expect(try temporary.names().isEmpty)
    }

    @Test func `a folder whose parent is missing is an error that names it`() throws {
        let deep: FilePath = path.appending("below")
        #expect(throws: StateError.system(SystemProblem("make folder", deep.string, .noSuchFileOrDirectory))) {
            _ = try StateFolder(creating: deep)
        }
    }

    @Test func `the folder knows its path from the root, for the watchdog`() throws {
        let name = temporary.path.split(separator: "/").last ?? ""
        let folder = try StateFolder(creating: FilePath(temporary.path(of: "./.././././\(name)/other")))
        #expect(try folder.absolutePath.string == temporary.path(of: "other"))
    }

    @Test(
        arguments: [
            ("mkdir real; ln -s real state", "", StateError.Distrust.symbolicLink),
            ("touch state", "", .notAFolder),
            ("mkdir -m 770 state", "", .writableByOthers(permissions: 0o770)),
            ("mkdir -m 702 state", "", .writableByOthers(permissions: 0o702)),
            ("mkdir -m 700 state; ln -s /etc/passwd state/state", "/state", .symbolicLink),
            (
                "mkdir -m 700 state; echo >state/state; chmod 660 state/state", "/state",
                .writableByOthers(permissions: 0o660)
            ),
        ] as [(String, String, StateError.Distrust)]
    )
    func `what others could have written is refused`(setUp: String, at: String, reason: StateError.Distrust) throws {
        try shell(setUp)
        let expected = StateError.untrusted(path.string + at, reason)
        #expect(throws: expected) { _ = try StateFolder(creating: path).load() }
        #expect(throws: expected) { _ = try StateFolder.existing(path)?.load() }
    }

    @Test(.needsRoot, arguments: ["state", "state/state"])
    func `what belongs to another user is refused`(name: String) throws {
        try shell("mkdir -m 700 state; touch state/state; chmod 600 state/state; chown 12345 \(name)")
        let expected = StateError.untrusted(temporary.path(of: name), .owner(12345))
        #expect(throws: expected) { _ = try StateFolder(creating: path).load() }
    }

    @Test func `what is none of ours is ignored`() throws {
        try shell("mkdir -m 700 state; ln -s nowhere state/other; echo >state/notes; mkfifo state/pipe")
        try StateFolder(creating: path).apply()
        #expect(try StateFolder.existing(path)?.load().current == 1)
    }

    @Test(
        .needsRoot,
        arguments: [
            ("mkdir -m 777 above", "above", StateError.Distrust.writableByOthers(permissions: 0o777)),
            ("mkdir -m 775 above", "above", .writableByOthers(permissions: 0o775)),
            ("mkdir -m 755 above; chown 12345 above", "above", .owner(12345)),
            ("mkdir -m 777 real; ln -s real above", "real", .writableByOthers(permissions: 0o777)),
            ("mkdir -m 755 real; ln -s real above; chown -h 12345 above", "above", .owner(12345)),
        ] as [(String, String, StateError.Distrust)]
    )
    func `a folder that others could have put there is refused`(
        setUp: String,
        at: String,
        reason: StateError.Distrust
    ) throws {
        try shell(setUp)
        let expected = StateError.untrusted(temporary.path(of: at), reason)
        #expect(throws: expected) { _ = try StateFolder(creating: FilePath(temporary.path(of: "above/state"))) }
    }

    @Test(arguments: ["mkdir -m 1777 above", "mkdir -m 755 above", "mkdir -m 755 real; ln -s real/../real above"])
    func `a folder that only its owner could have put there is taken`(setUp: String) throws {
        try shell(setUp)
        try StateFolder(creating: FilePath(temporary.path(of: "above/state"))).apply()
    }

    @Test(arguments: ["mkdir state/state", "mkfifo -m 600 state/state"])
    func `what isn't a file is refused and holds nothing up`(setUp: String) throws {
        try shell("mkdir -m 700 state; \(setUp); chmod 700 state/*")
        let folder = try StateFolder(creating: path)
        #expect(throws: StateError.untrusted(path.appending("state").string, .notARegularFile)) { try folder.load() }
    }

    @Test func `a link that comes after the check is refused too`() throws {
        let folder = try StateFolder(creating: path)
        try shell("ln -s /etc/hostname state/state")
        #expect(throws: StateError.untrusted(path.appending("state").string, .symbolicLink)) { try folder.load() }
    }

    @Test func `a trailing slash doesn't make a link a folder`() throws {
        try shell("mkdir real; ln -s real state")
        #expect(throws: StateError.untrusted(path.string, .symbolicLink)) {
            _ = try StateFolder(creating: FilePath(path.string + "/"))
        }
    }

    @Test func `the folder that was opened is used, whatever comes to its path`() throws {
        let folder = try StateFolder(creating: path)
        try shell("mv state moved; mkdir -m 700 state")
        try folder.apply()
        #expect(try StateFolder(creating: FilePath(temporary.path(of: "moved"))).load().current == 1)
        #expect(try StateFolder(creating: path).load().current == nil)
    }

    @Test func `files of others are left alone, what a killed process left is removed`() throws {
        let folder = try StateFolder(creating: path)
        try shell("umask 077; touch state/notes state/state.new state/ruleset-7 state/ruleset-1.new state/ruleset-007")
        try folder.apply()
        #expect(try folder.names() == ["lock", "notes", "ruleset-007", "ruleset-1", "state"])
    }

    @Test func `a file that is too large for a state is an error`() throws {
        let folder = try StateFolder(creating: path)
        try shell("umask 077; truncate -s 1T state/state")
        #expect(throws: StateError.damaged(path.appending("state").string, .wrongLength)) { try folder.load() }
    }
}
