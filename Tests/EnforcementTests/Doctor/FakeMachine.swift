import SystemPackage
import TestSupport

@testable import Enforcement

/// A folder with files of a machine, instead of `/`.
final class FakeMachine {
    private let folder: TemporaryFolder

    /// A machine with these files, by their paths without the slash in front.
    init(_ files: KeyValuePairs<String, String> = [:]) throws {
        folder = try TemporaryFolder()
        for (path, text) in files { try write(text, to: path) }
    }

    var root: FilePath { FilePath(folder.path) }

    /// What `check` says of the files, which are there that long.
    func examine<Result>(_ check: (MachineFiles) throws -> Result) rethrows -> Result {
        try withExtendedLifetime(self) { try check(MachineFiles(root: root)) }
    }

    func write(_ text: String, to path: String, permissions: UInt32 = 0o644) throws {
        try makeParent(of: path)
        try folder.write(Array(text.utf8), to: path, permissions: permissions)
    }

    /// Does what `systemctl enable` does.
    func enable(_ unit: String, wantedBy target: String = "multi-user.target") throws {
        try link("etc/systemd/system/\(target).wants/\(unit)", to: "/lib/systemd/system/\(unit)")
    }

    func link(_ path: String, to target: String) throws {
        try makeParent(of: path)
        try ProcessRunner.output(of: ["ln", "-s", target, folder.path(of: path)])
    }

    private func makeParent(of path: String) throws {
        let parent = FilePath(folder.path(of: path)).removingLastComponent()
        try ProcessRunner.output(of: ["mkdir", "-p", parent.string])
    }
}
